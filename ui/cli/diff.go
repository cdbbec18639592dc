package cli

import (
	"fmt"
	"strconv"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// figureDifference and textDifference are what --json prints.
type figureDifference struct {
	Cell model.CellID `json:"cell"`
	A    model.Figure `json:"a"`
	B    model.Figure `json:"b"`
}

type textDifference struct {
	Section string `json:"section"`
	A       string `json:"a"`
	B       string `json:"b"`
}

// run compares two reports, files, or revisions of reports, cell by cell and
// text by text.
func (c *diffCall) run() error {
	a, err := c.side(c.args[0])
	if err != nil {
		return err
	}
	b, err := c.side(c.args[1])
	if err != nil {
		return err
	}
	figures, texts := model.Differences(a, b)
	if c.json {
		out := struct {
			Figures []figureDifference `json:"figures"`
			Texts   []textDifference   `json:"texts"`
		}{[]figureDifference{}, []textDifference{}}
		sa, sb := model.Evaluate(a), model.Evaluate(b)
		for _, d := range figures {
			id := model.CellID(d.Key)
			out.Figures = append(out.Figures, figureDifference{id, sa.At(id), sb.At(id)})
		}
		for _, d := range texts {
			out.Texts = append(out.Texts, textDifference{d.Key, d.A, d.B})
		}
		return writeJSON(c.Stdout, out)
	}
	return c.printf("%s", diffText(a, b, figures, texts, c.args))
}

// side is one of the two that are compared: a file, a report of the store, or
// with @ and a number behind its name one of its revisions.
func (c *diffCall) side(arg string) (*model.Report, error) {
	if isFile(arg) {
		x, err := c.Files.Read(arg, model.ReadOptions{Unit: c.unit, Year: c.year})
		if err != nil {
			return nil, err
		}
		return x.Report, nil
	}
	if c.store == nil {
		if err := c.openStore(); err != nil {
			return nil, err
		}
	}
	name, revision, dated := arg, 0, false
	if head, tail, ok := strings.Cut(arg, "@"); ok {
		n, err := strconv.Atoi(tail)
		if err != nil || n < 1 {
			return nil, backend.Usage("写成 "+head+"@12 的样子；用 nianbao log 看有哪些稿次", "「%s」的稿次不是数字", arg)
		}
		name, revision, dated = head, n, true
	}
	s, err := backend.Find(c.store, name)
	if err != nil {
		return nil, err
	}
	if dated {
		return c.store.Revision(s.ID, revision)
	}
	return c.store.Load(s.Report)
}

func diffText(a, b *model.Report, figures, texts []model.Difference, args []string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "甲：%s（%s）\n乙：%s（%s）\n", args[0], a.Name(), args[1], b.Name())
	if a.Form != b.Form {
		fmt.Fprintf(&out, "表式不同：甲 %s 版，乙 %s 版；只有一方有的格，另一方算作没有填。\n", a.Form.Edition, b.Form.Edition)
	}
	for _, d := range figures {
		r := a
		if a.Form.Cell(model.CellID(d.Key)) == nil {
			r = b
		}
		fmt.Fprintf(&out, "  %s：甲 %s，乙 %s\n", r.TargetName(d.Target), model.ShowValue(d.Target, d.A), model.ShowValue(d.Target, d.B))
	}
	for _, d := range texts {
		fmt.Fprintf(&out, "  %s：甲 %s，乙 %s\n", a.TargetName(d.Target), model.ShowValue(d.Target, d.A), model.ShowValue(d.Target, d.B))
		for _, line := range model.DiffLines(d.A, d.B) {
			out.WriteString("    " + line + "\n")
		}
	}
	if len(figures)+len(texts) == 0 {
		out.WriteString("数字和文字都相同。\n")
	} else {
		fmt.Fprintf(&out, "共 %d 格、%d 段文字不同。\n", len(figures), len(texts))
	}
	return out.String()
}
