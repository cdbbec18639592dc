package match

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

var (
	footnoteSign = regexp.MustCompile(`^注\s*([0-9]{1,3})$`)
	footnote     = regexp.MustCompile(`注\s*([0-9]{1,3})\s*[：:]`)
)

// footnotes puts notes that stand under a table beside the figures that refer to them:
// 12(注1).
func (m *matcher) footnotes() {
	for _, s := range m.form.Sections {
		at := m.grids[s.Key]
		if s.Table == nil || len(at) == 0 {
			continue
		}
		under := m.under(at[len(at)-1])
		for _, c := range m.form.Cells() {
			sign := footnoteSign.FindStringSubmatch(m.out.report.Notes[c.ID])
			if c.Section.Key != s.Key || sign == nil {
				continue
			}
			note, ok := under[sign[1]]
			if !ok {
				continue
			}
			if n := utf8.RuneCountInString(note); n > model.MaxNote {
				m.out.leave("表下的注"+sign[1], note, "附注最多 "+strconv.Itoa(model.MaxNote)+" 字，只读入前面的")
			}
			m.out.report.Notes[c.ID] = shorten(note, model.MaxNote)
		}
	}
}

// under are the notes in the paragraphs right under a table, by their numbers.
func (m *matcher) under(table int) map[string]string {
	notes := map[string]string{}
	for k := table + 1; k < len(m.blocks); k++ {
		b := &m.blocks[k]
		text := oneLine(b.Text)
		begins := footnote.FindAllStringSubmatchIndex(text, -1)
		if !b.isFree() || len(begins) == 0 || begins[0][0] > 0 {
			break
		}
		b.used = true
		for i, at := range begins {
			end := len(text)
			if i+1 < len(begins) {
				end = begins[i+1][0]
			}
			notes[text[at[2]:at[3]]] = strings.TrimSpace(text[at[1]:end])
		}
	}
	return notes
}
