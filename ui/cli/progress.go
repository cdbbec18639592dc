package cli

import (
	"fmt"
	"io"
	"sync"

	"github.com/charmbracelet/x/term"
)

// progress is a line on standard error that counts what is done of many.
type progress struct {
	call  *call
	what  string
	total int
	mu    sync.Mutex // over done and the line
	done  int
}

// manyFiles is from how many on there is something to wait for.
const manyFiles = 50

func (c *call) progress(what string, total int) *progress {
	return &progress{call: c, what: what, total: total}
}

// shown: there is something to wait for, and standard error is a person's screen: in
// a log every hundredth would be a line.
func (p *progress) shown() bool {
	return p.total >= manyFiles && !p.call.json && isTerminal(p.call.Stderr)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(term.File)
	return ok && term.IsTerminal(f.Fd())
}

// step counts one more. The line is written a hundred times in all, by whoever
// comes to a hundredth.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	n := p.done
	if p.shown() && n*100/p.total != (n-1)*100/p.total {
		fmt.Fprintf(p.call.Stderr, "\r%s %d/%d", p.what, n, p.total)
	}
}

// end goes on to the next line.
func (p *progress) end() {
	if p.shown() {
		fmt.Fprintln(p.call.Stderr)
	}
}
