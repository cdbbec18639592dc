package export

import (
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/model"
)

// maxName bounds a file's name in bytes of UTF-8: most file systems allow 255,
// and "(2)" and a synchronising program's additions must fit behind it.
const maxName = 200

// FileName proposes the name of a report's file: its title with the format's
// extension, safe on every system that it may be copied to. A draft's name says
// that it is one, so that it never takes the place of the finished file. An
// unknown format gives a name without an extension.
func FileName(r *model.Report, format string, o Options) string {
	ext := ""
	switch {
	case o.Blank:
		ext = "（空表）"
	case o.Fragment && format == "html":
		ext = "（正文）"
	}
	if o.Draft {
		ext += "（草稿）"
	}
	if f, err := find(format); err == nil {
		ext += f.Ext
	}
	title := r.FullTitle()
	// A long unit is cut, never the year behind it, and alike in every format.
	if rest, ok := strings.CutPrefix(title, r.Unit); ok && len(title) > maxTitle {
		title = cut(r.Unit, max(maxTitle-len(rest), 0)) + rest
	}
	return safeName(title, maxTitle) + ext
}

// maxTitle leaves room for what is put behind the title.
const maxTitle = maxName - len("（空表）（草稿）.docx")

// safeName makes a text the first part of a file's name, of at most limit
// bytes. Windows refuses \ / : * ? " < > | and drops dots and spaces at the
// end; a dot at the beginning hides the file elsewhere.
func safeName(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.TrimLeftFunc(s, func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
	if reserved(s) {
		s = "_" + s
	}
	s = strings.TrimRightFunc(cut(s, limit), func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
	if s == "" {
		return "年度报告"
	}
	return s
}

// reserved reports whether Windows takes the name for a device's, whatever
// stands behind its first dot.
func reserved(s string) bool {
	base, _, _ := strings.Cut(s, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, found := strings.CutPrefix(base, "COM")
	if !found {
		number, found = strings.CutPrefix(base, "LPT")
	}
	return found && utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "0123456789¹²³")
}

// Fits is the error that Windows takes a path for something else than a file: a
// device's name, or a stream behind a colon, in which what is written would vanish.
// Nil elsewhere.
func Fits(path string) error {
	if runtime.GOOS != "windows" {
		return nil
	}
	return fitsWindows(path)
}

func fitsWindows(path string) error {
	rest := strings.TrimPrefix(path, `\\?\`)
	if len(rest) > 1 && rest[1] == ':' { // the drive
		rest = rest[2:]
	}
	for _, name := range strings.FieldsFunc(rest, func(r rune) bool { return r == '\\' || r == '/' }) {
		if reserved(name) || strings.Contains(name, ":") {
			return &Error{model.CodeUsage, "「" + name + "」在 Windows 上不能用作文件名", "请换一个名字，不要用冒号和 CON、NUL、COM1 这类名字", nil}
		}
	}
	return nil
}

// cut shortens s to at most limit bytes, between two characters.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
