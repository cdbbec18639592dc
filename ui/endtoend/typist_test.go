//go:build unix

package endtoend

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"nianbao/model"
)

// typist works at 某某镇's report on a screen, at random, and knows what each
// key makes of the report.
type typist struct {
	*terminal
	rng    *rand.Rand
	rows   []string // of section 3 that are typed into, from the top
	cols   []string
	number *int // the last figure entered; no two are the same
	row    int
	col    int

	states []content // the report after each key that has changed it
	at     []int     // how many keys had been sent by then
	kept   int       // the last state that the screen has called saved
	undo   []content // before each figure entered since the last text
	marks  []string  // all of them are in sight when the last thing typed has arrived
	gone   chan struct{}
}

// sitDown opens the report at the top of a column.
func sitDown(t *testing.T, dir string, rng *rand.Rand, number *int) *typist {
	t.Helper()
	p := &typist{rng: rng, number: number, gone: make(chan struct{}), states: []content{contentOf(t, dir, "某某镇")}, at: []int{0}}
	sec := model.Form2021.Section("3")
	for _, r := range sec.Table.Blocks[0].Rows {
		if r.Key == "processed" {
			break
		}
		p.rows = append(p.rows, r.Key)
	}
	for _, c := range sec.Table.Blocks[0].Columns[:6] {
		p.cols = append(p.cols, c.Key)
	}
	p.col = rng.IntN(len(p.cols) - 1)
	p.terminal = start(t, dir, 80, 24, "edit", "某某镇", "--at", p.cell(0, 0))
	p.atTable()
	if strings.Contains(p.text(), "正在输入") { // left behind by the last round
		p.press("Esc")
	}
	return p
}

// atTable waits for the table of section 3.
func (x *terminal) atTable() {
	x.t.Helper()
	const told = "接着输入的，没有填入"
	x.until("the table, or what was pasted when the last sitting was killed", func(screen string) bool {
		return strings.Contains(screen, told) || strings.Contains(screen, "本格") || strings.Contains(screen, "正在输入")
	})
	if strings.Contains(x.text(), told) {
		x.press("Esc")
	}
	x.until("the table", func(screen string) bool {
		return strings.Contains(screen, "三、申请办理") && (strings.Contains(screen, "本格") || strings.Contains(screen, "正在输入"))
	})
}

func (p *typist) cell(down, right int) string {
	return "3." + p.rows[p.row+down] + "." + p.cols[p.col+right]
}

// send types a key, a moment after the last one; it reports whether the program
// was still there.
func (p *typist) send(key string) bool {
	time.Sleep(time.Duration(p.rng.IntN(20)) * time.Millisecond)
	select {
	case <-p.gone:
		return false
	default:
	}
	if _, err := p.line.WriteString(key); err != nil {
		return false
	}
	p.keys++
	return true
}

// becomes notes what the next key makes of the report.
func (p *typist) becomes(c content) {
	p.states, p.at = append(p.states, c), append(p.at, p.keys+1)
}

func (p *typist) now() content { return p.states[len(p.states)-1] }

func (p *typist) next() string {
	*p.number++
	return fmt.Sprint(*p.number)
}

// act does something or other. Before the key that changes the report its
// outcome is noted: the program may be gone before send returns.
func (p *typist) act() bool {
	switch n := p.rng.IntN(10); {
	case p.row+2 >= len(p.rows) || n < 2:
		return p.write()
	case n == 2:
		return p.pasteBlock()
	case n == 3 && len(p.undo) > 0:
		was := p.undo[len(p.undo)-1]
		p.undo = p.undo[:len(p.undo)-1]
		p.becomes(was)
		p.marks = nil // nothing that shows when it has arrived; the cursor is where the figure was
		if !p.send("\x1a") {
			return false
		}
		return p.top()
	default:
		return p.enter()
	}
}

// enter types a figure and enters it.
func (p *typist) enter() bool {
	figure := p.next()
	for _, digit := range figure {
		if !p.send(string(digit)) {
			return false
		}
	}
	p.undo = append(p.undo, p.now())
	p.becomes(p.now().with(p.cell(0, 0), figure))
	p.marks = []string{figure}
	if !p.send("\r") {
		return false
	}
	p.row++
	return true
}

// pasteBlock pastes two rows of two figures.
func (p *typist) pasteBlock() bool {
	f := []string{p.next(), p.next(), p.next(), p.next()}
	was, is := p.now(), p.now()
	replaced := false
	for i, figure := range f {
		cell := p.cell(i/2, i%2)
		replaced = replaced || was[cell] != ""
		is = is.with(cell, figure)
	}
	paste := fmt.Sprintf("\x1b[200~%s\t%s\n%s\t%s\x1b[201~", f[0], f[1], f[2], f[3])
	if replaced {
		if !p.send(paste) {
			return false
		}
		paste = "\r" // agreed
	}
	p.undo = append(p.undo, was)
	p.becomes(is)
	p.marks = f
	return p.send(paste)
}

// top goes to the first cell of the table by way of the contents.
func (p *typist) top() bool {
	p.row, p.col = 0, 0
	return p.send("\x1b") && p.pause(100) && p.send("3")
}

// pause waits, so that an Esc is not taken for the start of a sequence.
func (p *typist) pause(ms int) bool {
	time.Sleep(time.Duration(ms) * time.Millisecond)
	return true
}

// write types or pastes at the end of section 1, and comes back to the table.
func (p *typist) write() bool {
	if !p.send("\x1b") || !p.pause(100) || !p.send("1") {
		return false
	}
	p.undo = nil
	mark := "记" + p.next() + "。"
	p.marks = []string{mark}
	text := p.now()["text 1"]
	if p.rng.IntN(3) == 0 {
		p.becomes(p.now().with("text 1", text+mark))
		return p.send("\x1b[200~"+mark+"\x1b[201~") && p.top()
	}
	if text != "" {
		mark = "\n" + mark
	}
	for _, r := range mark {
		text += string(r)
		p.becomes(p.now().with("text 1", text))
		key := string(r)
		if r == '\n' {
			key = "\r"
		}
		if !p.send(key) {
			return false
		}
	}
	p.look(time.Duration(p.rng.IntN(400)) * time.Millisecond)
	return p.top()
}

var calledSaved = regexp.MustCompile(`已保存 \d\d:\d\d`)

// saved reports whether a screen shows all that was sent and calls it saved.
func (p *typist) saved(screen string) bool {
	return p.arrived(screen) && calledSaved.MatchString(screen) && !strings.Contains(screen, "正在输入")
}

// arrived reports whether a screen shows the last thing that was typed.
func (p *typist) arrived(screen string) bool {
	for _, m := range p.marks {
		if !strings.Contains(screen, m) {
			return false
		}
	}
	return len(p.marks) > 0
}

// look watches the screen for a while, or until it calls saved what was typed.
func (p *typist) look(most time.Duration) {
	if p.soon(most, func(screen string) bool { return p.quiet() && p.saved(screen) }) {
		p.kept = len(p.states) - 1
	}
}

// verdict finds which state the store has: one not older than what was called
// saved. It returns how many keys that state lacks of those sent.
func (p *typist) verdict(dir string) (behind int) {
	p.t.Helper()
	has := contentOf(p.t, dir, "某某镇")
	for i := len(p.states) - 1; i >= 0; i-- {
		if maps.Equal(p.states[i], has) {
			if i < p.kept {
				p.t.Errorf("lost: the store is at key %d, the screen called %d saved", p.at[i], p.at[p.kept])
			}
			return max(p.keys-p.at[i], 0) // the last key may not have been sent
		}
	}
	p.t.Errorf("the store has what no number of keys leads to: %v\nlast of %d states: %v", has, len(p.states), p.now())
	return p.keys
}
