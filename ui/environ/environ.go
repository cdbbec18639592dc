// Package environ makes the environment harmless before any library looks at it.
// Lipgloss asks for the terminal's colours while packages are initialized: it
// reads the file that TERM names below the folders of terminfo, and runs tmux
// where TMUX is set. TERM comes from the other end of an ssh line: with
// ../../dev/zero for its value all memory would be eaten before main begins.
//
// Packages are initialized by the order of their paths as soon as what they import
// is. This one imports nothing but os, which the libraries need too, and comes
// before os/exec, for which they wait.
package environ

import "os"

func init() {
	_ = os.Unsetenv("TMUX") // fails only for a name that can't be
	for _, r := range os.Getenv("TERM") {
		if r == '/' || r == '\\' {
			_ = os.Setenv("TERM", "dumb") // the same
			return
		}
	}
}
