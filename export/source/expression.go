package source

import (
	"regexp"
	"sync"
)

// Expression compiles a regular expression when it is asked for first: most runs of the program read
// no file.
func Expression(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
