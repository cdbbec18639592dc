package backend

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// TypedPath is what is typed where that is a path, else "": plain, or as terminals
// write a file that is dropped on them, in quotes, with backslashes before
// spaces, or as an address.
func TypedPath(p, folder string) string {
	if inner, ok := quoted(p); ok {
		p = inner
	} else if u, err := url.Parse(p); err == nil && u.Scheme == "file" {
		p = filepath.FromSlash(u.Path)
	} else if filepath.Separator == '/' && strings.HasPrefix(p, "/") {
		p = unescaped.Replace(p)
	}
	if at := AtHome(p); at != p {
		return at
	}
	if !strings.ContainsRune(p, filepath.Separator) && p != ".." {
		return ""
	}
	if !filepath.IsAbs(p) {
		p = filepath.Join(folder, p)
	}
	return filepath.Clean(p)
}

// AtHome is a path with ~ for the home folder written out; where nobody knows that, as it
// is: no file has that name, and a fence lets it nowhere.
func AtHome(p string) string {
	rest, ok := strings.CutPrefix(p, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return p
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return p
	}
	return filepath.Join(home, rest)
}

var unescaped = strings.NewReplacer(`\ `, " ", `\(`, "(", `\)`, ")", `\'`, "'", `\&`, "&")

// quoted is what stands in quotes of one kind; ok is false where there are none.
func quoted(p string) (inner string, ok bool) {
	for _, q := range []string{`"`, "'"} {
		if rest, begins := strings.CutPrefix(p, q); begins {
			return strings.CutSuffix(rest, q)
		}
	}
	return p, false
}
