package ofd

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/fonts"
	"nianbao/export/layout"
)

// font is a face in the file, with the characters that are used of it.
type font struct {
	id     string
	face   *fonts.Face
	glyphs map[rune]fonts.Glyph
}

// font numbers the faces as they occur.
func (w *writer) font(face *fonts.Face) *font {
	for _, f := range w.fonts {
		if f.face == face {
			return f
		}
	}
	f := &font{w.id(), face, map[rune]fonts.Glyph{}}
	w.fonts = append(w.fonts, f)
	return f
}

// use puts a character into the font; one that no font has is drawn as [fonts.Geta].
func (f *font) use(g layout.Glyph) { f.glyphs[g.R] = g.ID }

// resources are the font files, and the list of them.
func (w *writer) resources() (files []file, list []byte, err error) {
	var b strings.Builder
	b.WriteString(xmlHead + `<ofd:Res` + space + ` BaseLoc="Res"><ofd:Fonts>`)
	for i, f := range w.fonts {
		runes := slices.Sorted(maps.Keys(f.glyphs))
		glyphs := make([]fonts.Glyph, len(runes))
		for k, r := range runes {
			glyphs[k] = f.glyphs[r]
		}
		data, err := f.face.File(glyphs, runes)
		if err != nil {
			return nil, nil, err
		}
		name := "font_" + strconv.Itoa(i+1) + ".ttf"
		if f.face.CFF() {
			name = strings.TrimSuffix(name, ".ttf") + ".otf"
		}
		files = append(files, file{"Doc_0/Res/" + name, data})
		b.WriteString(`<ofd:Font ID="` + f.id + `" FontName="` + escape(f.face.Name) + `" FamilyName="` + escape(f.face.Name) + `" Charset="unicode"`)
		if f.face.Serif {
			b.WriteString(` Serif="true"`)
		}
		if f.face.Fixed {
			b.WriteString(` FixedWidth="true"`)
		}
		b.WriteString(`><ofd:FontFile>` + name + `</ofd:FontFile></ofd:Font>`)
	}
	b.WriteString(`</ofd:Fonts></ofd:Res>`)
	return files, []byte(b.String()), nil
}

// tagSpace is the namespace of the tags that name the figures' cells.
const tagSpace = "nianbao/1"

// customTags are the list of tag files, and the one that names the cells (16).
func (w *writer) customTags() []file {
	list := xmlHead + `<ofd:CustomTags` + space + `><ofd:CustomTag NameSpace="` + tagSpace + `"><ofd:FileLoc>Figures.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`
	tags := xmlHead + `<nianbao:Figures xmlns:nianbao="` + tagSpace + `"` + space + `>` + w.tags.String() + `</nianbao:Figures>`
	return []file{{"Doc_0/Tags/CustomTags.xml", []byte(list)}, {"Doc_0/Tags/Figures.xml", []byte(tags)}}
}
