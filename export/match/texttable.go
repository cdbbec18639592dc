package match

import (
	"slices"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
)

// A workbook may have the texts in a table, too: a heading, and beside it what stands
// under it.

// textTable finds such a table, and the texts by section; nil for none.
func (m *matcher) textTable() map[string]string {
	const least = 2 // texts
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.Table == nil || b.used || b.outside {
			continue
		}
		if texts := m.textsBeside(b.Table); len(texts) >= least {
			b.used = true
			return texts
		}
	}
	return nil
}

// textsBeside reads the texts of a table whose first column names their parts.
func (m *matcher) textsBeside(g *source.Grid) map[string]string {
	texts := map[string]string{}
	section := ""
	for r := range g.Rows {
		cells := slices.DeleteFunc(cellsOf(g, r), func(c *source.Cell) bool { return c.Row != r })
		if len(cells) == 0 {
			continue
		}
		name := oneLine(cells[0].Text)
		if s := m.proseOf(name); s != "" {
			section = s
		} else if !strings.Contains(name, "（续") {
			section = ""
		}
		if section == "" || len(cells) < 2 {
			continue
		}
		if text := strings.TrimSpace(model.CleanText(cells[1].Text)); text != "" {
			texts[section] = strings.TrimPrefix(texts[section]+"\n"+text, "\n")
		}
	}
	return texts
}

// proseOf is the section of text that a label names; "" for none.
func (m *matcher) proseOf(label string) string {
	if key, sure := m.headingLine(label); sure >= worded && m.form.Section(key).Table == nil {
		return key
	}
	for i := range m.form.Sections {
		if s := &m.form.Sections[i]; s.Table == nil && s.Name == label {
			return s.Key
		}
	}
	return ""
}
