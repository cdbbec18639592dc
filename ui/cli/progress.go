package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/term"

	"nianbao/ui/width"
)

// bar is a line on standard error that shows how much of many is done, and how long the
// rest will take. It is there while there is something to wait for, and gone at the end.
type bar struct {
	to    io.Writer
	shown bool // standard error is a person's screen: in a log every step would be a line
	what  string
	total int
	began time.Time
	look  progress.Model

	mu   sync.Mutex // over what follows, and the line
	done int
	last time.Time // when it was drawn
	wide int       // columns of what is drawn
}

const (
	barAfter = 300 * time.Millisecond // what is shorter shows none
	barEvery = 100 * time.Millisecond
	leftFrom = 2 * time.Second // before that the rest can't be told
	barWidth = 30              // columns
)

// progress begins a bar.
func (c *call) progress(what string, total int) *bar {
	// Signs that every terminal has, as wide as they should be.
	look := progress.New(progress.WithWidth(barWidth), progress.WithFillCharacters('#', '.'), progress.WithColors(lipgloss.NoColor{}), progress.WithoutPercentage())
	look.EmptyColor = lipgloss.NoColor{}
	return &bar{to: c.Stderr, shown: total > 1 && !c.json && isTerminal(c.Stderr), what: what, total: total, began: time.Now(), look: look}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(term.File)
	return ok && term.IsTerminal(f.Fd())
}

// Step counts one more.
func (p *bar) Step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	now := time.Now()
	if soon := now.Sub(p.began) < barAfter || now.Sub(p.last) < barEvery; !p.shown || soon {
		return
	}
	p.last = now
	line := p.line(now.Sub(p.began))
	over := max(p.wide-width.Of(line), 0) // of the one before
	fmt.Fprint(p.to, "\r"+line+strings.Repeat(" ", over))
	p.wide = width.Of(line)
}

// line is what the bar shows after some time.
func (p *bar) line(after time.Duration) string {
	left := ""
	if after >= leftFrom {
		rest := after / time.Duration(p.done) * time.Duration(p.total-p.done)
		left = fmt.Sprintf("  还要约 %d 秒", int(rest.Seconds())+1)
		if rest >= time.Minute {
			left = fmt.Sprintf("  还要约 %d 分钟", int(rest.Minutes())+1)
		}
	}
	return fmt.Sprintf("%s [%s] %d/%d%s", p.what, p.look.ViewAs(float64(p.done)/float64(p.total)), p.done, p.total, left)
}

// tell writes a line above the bar.
func (p *bar) tell(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintln(p.to, line)
}

// End takes the line away.
func (p *bar) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *bar) clear() {
	if p.wide > 0 {
		fmt.Fprint(p.to, "\r"+strings.Repeat(" ", p.wide)+"\r")
		p.wide = 0
	}
}
