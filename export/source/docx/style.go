package docx

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
)

// bodyLevel is the outline level of text that is no heading.
const bodyLevel = 9

// styleSheet holds what the reader needs of a document's styles, by identifier;
// "" is the paragraphs' default.
type styleSheet map[string]*readStyle

type readStyle struct {
	outline  int    // 0 the highest; -1 for none
	numID    string // "" for none
	level    int    // of the numbering; -1 where the numbering says which
	look     runLook
	dark     bool // of a table: parts of it are shaded so that white shows
	contents bool // of a table of contents
}

var plainStyle = &readStyle{outline: -1, level: -1}

func (s styleSheet) of(id string) *readStyle {
	if style := s[id]; style != nil {
		return style
	}
	return plainStyle
}

// val is an element that has only its value.
type val struct {
	Val string `xml:"val,attr"`
}

func (v *val) text() string {
	if v == nil {
		return ""
	}
	return v.Val
}

// number is the value where it is a number, else -1.
func (v *val) number() int {
	if n, err := strconv.Atoi(v.text()); err == nil && n >= 0 {
		return n
	}
	return -1
}

type xmlShade struct {
	Val        string `xml:"val,attr"`
	Fill       string `xml:"fill,attr"`
	Color      string `xml:"color,attr"`
	ThemeFill  string `xml:"themeFill,attr"`
	ThemeShade string `xml:"themeFillShade,attr"`
}

// colour is that of the shading, "" or auto for none; a solid pattern has its own.
func (s xmlShade) colour() string {
	if s.Val == "solid" && s.Color != "" && s.Color != "auto" {
		return s.Color
	}
	if s.Val == "solid" {
		return "000000"
	}
	return themed(s.Fill, s.ThemeFill, s.ThemeShade)
}

// dark tells whether white text shows on it.
func (s xmlShade) dark() bool {
	c := s.colour()
	return c != "" && c != "auto" && !source.LikePaperHex(c)
}

type xmlStyle struct {
	Type    string     `xml:"type,attr"`
	ID      string     `xml:"styleId,attr"`
	Default string     `xml:"default,attr"`
	Name    val        `xml:"name"`
	BasedOn val        `xml:"basedOn"`
	Outline *val       `xml:"pPr>outlineLvl"`
	NumID   *val       `xml:"pPr>numPr>numId"`
	Level   *val       `xml:"pPr>numPr>ilvl"`
	Runs    xmlLook    `xml:"rPr"`
	Shades  []xmlShade `xml:"tcPr>shd"`
	Parts   []xmlShade `xml:"tblStylePr>tcPr>shd"`
	Table   []xmlShade `xml:"tblPr>shd"`
}

func readStyles(z *source.Zip, name string) (styleSheet, error) {
	var sheet struct {
		Style []*xmlStyle `xml:"style"`
	}
	if err := z.Decode(name, &sheet); err != nil {
		return nil, err
	}
	byID := map[string]*xmlStyle{}
	for _, s := range sheet.Style {
		if byID[s.ID] == nil {
			byID[s.ID] = s
		}
	}
	out := styleSheet{}
	for id, s := range byID {
		out[id] = resolve(s, byID)
		if s.Type == "paragraph" && s.Default != "" && on(s.Default) {
			out[""] = out[id]
		}
	}
	return out, nil
}

// resolve follows what a style is based on, as far as styles are nested in
// practice; a ring ends there too.
func resolve(s *xmlStyle, byID map[string]*xmlStyle) *readStyle {
	out := &readStyle{outline: -1, level: -1}
	for range 12 {
		if s == nil {
			break
		}
		if out.outline < 0 {
			if out.outline = s.Outline.number(); out.outline < 0 {
				out.outline = headingLevel(s.Name.Val)
			}
		}
		if out.numID == "" && s.NumID != nil {
			out.numID = s.NumID.Val
		}
		if out.level < 0 {
			out.level = s.Level.number()
		}
		below := s.Runs.look()
		below.put(out.look)
		out.look = below
		out.dark = out.dark || slices.ContainsFunc(slices.Concat(s.Shades, s.Parts, s.Table), xmlShade.dark)
		out.contents = out.contents || strings.HasPrefix(strings.ToLower(s.Name.Val), "toc ")
		s = byID[s.BasedOn.Val]
	}
	return out
}

// headingLevel is the outline level that a style's name tells, -1 for none.
func headingLevel(name string) int {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	for _, head := range []string{"heading", "标题"} {
		rest, ok := strings.CutPrefix(name, head)
		if !ok {
			continue
		}
		if n, err := strconv.Atoi(rest); err == nil && n >= 1 && n <= bodyLevel {
			return n - 1
		}
	}
	return -1
}
