// Package fonts finds the faces of an official document (GB/T 9704-2012) for
// formats that place every character themselves: a file that the user names,
// then the machine's own fonts, then two embedded ones, Noto Serif and Noto Sans,
// that hold every character of GB2312 and of 通用规范汉字表 (see README.md). A
// character that a face lacks is taken from another one that has it.
//
// Outlines are those of TrueType or of CFF, in a file of their own or in a collection; a
// subset copies them. There is no library for that: of the ones on the module proxy
// golang.org/x/image and go-text/typesetting only read, seehuhn.de/go/sfnt is under the GPL
// and decodes all 65,535 glyphs of a font for the 800 of a report.
package fonts

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
)

// Role is what a face is for.
type Role int

// The roles of GB/T 9704-2012.
const (
	Title Role = iota // 方正小标宋简体
	Body              // 仿宋_GB2312
	Hei               // 黑体: headings of the first level
	Kai               // 楷体_GB2312: headings of the second level
	Song              // 宋体: tables and page numbers
	roles
)

// Geta stands for a character that no font has.
const Geta = '〓'

// Finder says where fonts are looked for. Its zero value knows the embedded
// ones only, and gives the same on every machine.
type Finder struct {
	// Dirs are folders of fonts, searched with the folders in them; the first
	// that has a file wins.
	Dirs []string
}

// FileError is a font file, named by the user, that can't be used.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string {
	return "字体文件「" + e.Path + "」不能用：" + e.Err.Error()
}
func (e *FileError) Unwrap() error { return e.Err }

// Set is the faces for one document, each opened when it is first asked for.
// It is not for several goroutines, and must be closed.
type Set struct {
	files   map[string]string // path by file name in lower case
	open    []io.Closer
	faces   [roles]*Face
	stands  [roles]string // the name of the face that stands in, "" for none
	user    *Face
	serif   *Face
	sans    *Face
	others  []*Face // for characters that nobody else has
	asked   int     // how many of the wide fonts have been looked for
	known   map[request]Found
	missing []rune
}

type request struct {
	role Role
	r    rune
}

// Found is a glyph and the face that it is in. Missing says that it is only
// Geta, because no font has the character.
type Found struct {
	Face    *Face
	Glyph   Glyph
	Missing bool
}

// Open looks for the fonts. user is a font file for the body, "" for none; an
// error is a *FileError about it.
func (f *Finder) Open(user string) (*Set, error) {
	s := &Set{files: scan(f.Dirs), serif: serif(), sans: sans(), known: map[request]Found{}}
	if user == "" {
		return s, nil
	}
	face, err := s.load(user)
	if err != nil {
		var at *os.PathError
		if errors.As(err, &at) {
			err = at.Err // the path is said already
		}
		return nil, &FileError{user, err}
	}
	if face.Glyph('政') == 0 {
		return nil, errors.Join(&FileError{user, errNoHan}, s.Close())
	}
	s.user = face
	return s, nil
}

// Close closes the files; the faces can't be used any more.
func (s *Set) Close() error {
	var errs []error
	for _, c := range s.open {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// load opens a font file, which stays open on success.
func (s *Set) load(path string) (*Face, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	var face *Face
	if err == nil {
		face, err = Parse(file, info.Size())
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	s.open = append(s.open, file)
	return face, nil
}

// Face is the face of a role.
func (s *Set) Face(role Role) *Face {
	if s.faces[role] == nil {
		s.faces[role], s.stands[role] = s.choose(role)
	}
	return s.faces[role]
}

func (s *Set) choose(role Role) (face *Face, stand string) {
	if role == Body && s.user != nil {
		return s.user, ""
	}
	for _, c := range candidates[role] {
		path, ok := s.files[c.file]
		if !ok {
			continue
		}
		if face, err := s.load(path); err == nil {
			return face, c.stand
		}
	}
	if role == Hei {
		return s.sans, "思源黑体"
	}
	return s.serif, "思源宋体"
}

// Light reports whether an embedded face stands in that is lighter than the
// right one: 小标宋 is heavier than a text's 宋体.
func (s *Set) Light(role Role) bool { return role == Title && s.Face(Title) == s.serif }

// Find is the glyph of a character in the face of a role or, if that has none,
// in another face.
func (s *Set) Find(role Role, r rune) Found {
	key := request{role, r}
	found, ok := s.known[key]
	if !ok {
		found = s.find(role, r)
		s.known[key] = found
	}
	return found
}

func (s *Set) find(role Role, r rune) Found {
	own := s.Face(role)
	near := []*Face{own, s.serif, s.sans}
	if role == Hei {
		near = []*Face{own, s.sans, s.serif}
	}
	for _, f := range near {
		if g := f.chinese(r); g != 0 {
			return Found{Face: f, Glyph: g}
		}
	}
	if unicode.IsSpace(r) { // a rare width of space
		return s.Find(role, ' ')
	}
	for i := 0; i < len(s.others) || s.another(); i++ {
		if g := s.others[i].chinese(r); g != 0 {
			return Found{Face: s.others[i], Glyph: g}
		}
	}
	if !slices.Contains(s.missing, r) {
		s.missing = append(s.missing, r)
	}
	return Found{Face: s.serif, Glyph: s.serif.Glyph(Geta), Missing: true}
}

// another opens the next of the machine's fonts with many characters, if there is one.
func (s *Set) another() bool {
	for s.asked < len(wide) {
		path, ok := s.files[wide[s.asked]]
		s.asked++
		if !ok {
			continue
		}
		if face, err := s.load(path); err == nil {
			s.others = append(s.others, face)
			return true
		}
	}
	return false
}

// Notices says in Chinese, a sentence each, which faces that were asked for
// others stand in for, and which characters no font has.
func (s *Set) Notices() []string {
	var stands, parts, notices []string
	for role, stand := range s.stands {
		if stand != "" && !slices.Contains(stands, stand) {
			stands = append(stands, stand)
			var absent []string
			for other := role; other < int(roles); other++ {
				if s.stands[other] == stand {
					absent = append(absent, roleNames[other])
				}
			}
			parts = append(parts, "没有"+strings.Join(absent, "、")+"，用"+stand+"代替")
		}
	}
	if len(parts) > 0 {
		notices = append(notices, "本机"+strings.Join(parts, "；")+"。")
	}
	if len(s.missing) > 0 {
		notices = append(notices, missingNotice(s.missing))
	}
	return notices
}

// missingNotice names the characters, at most ten, with their numbers: where
// the fonts lack them the screen may lack them too.
func missingNotice(missing []rune) string {
	const most = 10
	var names []string
	for _, r := range missing[:min(len(missing), most)] {
		name := fmt.Sprintf("U+%04X", r)
		if unicode.IsPrint(r) {
			name = fmt.Sprintf("%c（%s）", r, name)
		}
		names = append(names, name)
	}
	list := strings.Join(names, "、")
	if len(missing) > most {
		list += fmt.Sprintf(" 等 %d 个字", len(missing))
	}
	return "字体里没有 " + list + "，文件里印成了" + string(Geta) + "；可以指定一个有这些字的字体文件。"
}
