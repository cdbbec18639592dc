package cli

import (
	"bufio"
	"errors"
	"strings"

	"nianbao/model"
)

// open shows a report at a cell, or the list of reports for "": on the screen,
// or question by question where that is asked for, or offered and taken.
func (c *terminalCall) open(report string, cell model.CellID) error {
	if why, able := c.Limited(); why != "" && !c.plain {
		screens := ""
		if able {
			screens = "，输入 s 仍打开全屏界面"
		}
		answer, ok, err := c.ask("%s。可以一问一答地填报，不用全屏界面。\n直接回车开始%s，输入 q 退出> ", why, screens)
		if err != nil || !ok || answer == "q" {
			return err
		}
		c.plain = !able || answer != "s"
	}
	switch {
	case !c.plain:
		return c.Terminal(c.Folder(c.data), c.store, nil, Start{Report: report, Cell: cell, Look: c.look, Probe: !c.noProbe})
	}
	return newPlain(c.call).converse(report, cell, c.look)
}

// cantOpen has the screens say why the store can't be opened, and offer what can
// be done; where there are none, the error does.
func (c *terminalCall) cantOpen(why error) error {
	if hindrance, able := c.Limited(); c.plain || !able || hindrance != "" {
		return why
	}
	return c.Terminal(c.Folder(c.data), nil, why, Start{Probe: !c.noProbe})
}

// line is the next line of standard input; ok is false at its end.
func (c *call) line() (text string, ok bool) {
	if c.in == nil {
		c.in = bufio.NewScanner(c.Stdin)
		c.in.Buffer(nil, maxInput)
	}
	ok = c.in.Scan()
	return model.CleanText(c.in.Text()), ok
}

// ask prints a question and returns the answer, trimmed.
func (c *call) ask(format string, args ...any) (answer string, ok bool, err error) {
	if err := c.printf(format, args...); err != nil {
		return "", false, err
	}
	answer, ok = c.line()
	return strings.TrimSpace(answer), ok, nil
}

// converse begins at a report, or at the list for "", and ends where the input does: what
// could not be stored before is, or goes into a rescue file.
func (p *plain) converse(report string, cell model.CellID, look bool) error {
	var err error
	if report == "" {
		err = p.reports()
	} else {
		err = p.open(report, opening{cell: cell, look: look})
	}
	if errors.Is(err, errEnd) || errors.Is(err, errBack) {
		err = nil
	}
	return p.end(err)
}
