package match

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

var (
	footnoteSign = regexp.MustCompile(`^注\s*([0-9]{1,3})$`)
	footnote     = regexp.MustCompile(`注\s*([0-9]{1,3})\s*[：:]`)
)

// under is a note under a table.
type under struct {
	text  string
	block int
	taken bool // a figure refers to it
}

// footnotes puts notes that stand under a table beside the figures that refer to them:
// 12(注1). Those that none refers to are left out, and said.
func (m *matcher) footnotes() {
	for _, s := range m.form.Sections {
		at := m.grids[s.Key]
		if s.Table == nil || len(at) == 0 {
			continue
		}
		notes := m.notesUnder(at[len(at)-1])
		for _, c := range m.form.Cells() {
			sign := footnoteSign.FindStringSubmatch(m.out.report.Notes[c.ID])
			if c.Section.Key != s.Key || sign == nil || notes[sign[1]] == nil {
				continue
			}
			note := notes[sign[1]]
			if n := utf8.RuneCountInString(note.text); n > model.MaxNote {
				m.out.leave("表下的注"+sign[1], note.text, "附注最多 "+strconv.Itoa(model.MaxNote)+" 字，只读入前面的")
			}
			m.out.report.Notes[c.ID] = shorten(note.text, model.MaxNote)
			note.taken, m.blocks[note.block].used = true, true
		}
		for _, number := range slices.Sorted(maps.Keys(notes)) {
			note := notes[number]
			if b := &m.blocks[note.block]; b.used && !note.taken { // else the whole paragraph is told of
				m.out.leave(b.Where, "注"+number+"："+note.text, "表里没有哪个数标着这个注")
			}
		}
	}
}

// notesUnder are the notes in the paragraphs right under a table, by their numbers. A
// paragraph may have several; a number that begins a paragraph of its own is no other's.
func (m *matcher) notesUnder(table int) map[string]*under {
	notes := map[string]*under{}
	var begins [][][]int // of each paragraph
	for k := table + 1; k < len(m.blocks); k++ {
		text := oneLine(m.blocks[k].Text)
		signs := footnote.FindAllStringSubmatchIndex(text, -1)
		if !m.blocks[k].isFree() || len(signs) == 0 || signs[0][0] > 0 {
			break
		}
		begins = append(begins, signs)
		if number := text[signs[0][2]:signs[0][3]]; notes[number] == nil {
			notes[number] = &under{block: k}
		}
	}
	for i, signs := range begins {
		k := table + 1 + i
		text := oneLine(m.blocks[k].Text)
		signs = slices.DeleteFunc(signs, func(at []int) bool {
			first := notes[text[at[2]:at[3]]]
			return at[0] > 0 && first != nil
		})
		for i, at := range signs {
			end := len(text)
			if i+1 < len(signs) {
				end = signs[i+1][0]
			}
			number, note := text[at[2]:at[3]], strings.TrimSpace(text[at[1]:end])
			if had := notes[number]; had != nil && had.text != "" { // one number twice: neither is dropped
				had.text += "；" + note
				continue
			}
			notes[number] = &under{text: note, block: k}
		}
	}
	return notes
}
