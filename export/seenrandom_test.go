package export

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nianbao/model"
)

// disguise is one way in which digits stand beside a figure that are no part of it.
type disguise struct{ before, behind string }

func around(begin, end string) []disguise {
	return []disguise{{begin + "%d" + end, ""}, {"", begin + "%d" + end}}
}

func wordRun(properties string) []disguise {
	return around(`<w:r><w:rPr>`+properties+`</w:rPr><w:t>`, `</w:t></w:r>`)
}

// A workbook's figures, which are put into texts with runs.
const bookPart = "xl/worksheets/sheet2.xml"

var (
	bookFigure = regexp.MustCompile(`<c (r="[A-Z]+\d+" s="\d+")><v>(\d+)</v></c>`)
	bookWays   = [][]disguise{
		around(`<r><rPr><strike/></rPr><t>`, `</t></r>`), around(`<r><rPr><vertAlign val="subscript"/></rPr><t>`, `</t></r>`), around(`<r><rPr><sz val="1"/></rPr><t>`, `</t></r>`), around(`<r><rPr><color theme="0"/></rPr><t>`, `</t></r>`),
	}
)

// disguised are the ways by format, and where its figures stand: what is put before
// goes behind the first group, what is put behind before the last.
var disguised = []struct {
	format, part string
	figure       *regexp.Regexp
	ways         [][]disguise
	rich         bool // the figure is put into a text with runs
}{
	{"xlsx", bookPart, bookFigure, bookWays, true},
	{"nameless xlsx", bookPart, bookFigure, bookWays, true}, // somebody else's
	{"docx", "word/document.xml", regexp.MustCompile(`(<w:p>(?:<w:pPr>(?:<w:[a-zA-Z]+(?: w:[a-zA-Z]+="[^"]*")*/>)*</w:pPr>)?)<w:r>(?:<w:rPr>(?:<w:[a-zA-Z]+(?: w:[a-zA-Z]+="[^"]*")*/>)*</w:rPr>)?<w:t xml:space="preserve">\d+</w:t></w:r>(</w:p>)`), [][]disguise{
		wordRun(`<w:strike/>`), wordRun(`<w:dstrike/>`), wordRun(`<w:vanish/>`), wordRun(`<w:vertAlign w:val="superscript"/>`), wordRun(`<w:color w:val="FFFFFF"/>`), wordRun(`<w:sz w:val="2"/>`),
		around(`<w:del w:id="1"><w:r><w:delText>`, `</w:delText></w:r></w:del>`),
		around(`<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>`),
		around(`<w:r><w:sym w:font="Wingdings" w:char="F0`, `"/></w:r>`), around(`<w:r><w:drawing><wp:inline><wp:docPr descr="`, `"/><a:blip/></wp:inline></w:drawing></w:r>`),
	}, false},
	{"html", "", regexp.MustCompile(`(<td[^>]*>)\d+(</td>)`), [][]disguise{
		around(`<s>`, `</s>`), around(`<del>`, `</del>`), around(`<sup>`, `</sup>`), around(`<span style="visibility:hidden">`, `</span>`), around(`<span style="font-size:0">`, `</span>`),
		around(`<font color=white>`, `</font>`), around(`<i style="display:none">`, `</i>`), around(`<b style="opacity:0">`, `</b>`), around(`<div style="position:absolute">`, `</div>`), around(`<img src=a.png alt=`, `>`),
		around(`<span style="text-decoration:line-through">`, `</span>`), around(`<sub>`, `</sub>`),
	}, false},
}

// TestSeenAtRandom puts digits that are no part of them beside figures: none is read
// wrong and sure. NIANBAO_FILES says how many files of each format.
func TestSeenAtRandom(t *testing.T) {
	files := 25
	if n, err := strconv.Atoi(os.Getenv("NIANBAO_FILES")); err == nil {
		files = n
	}
	random := rand.New(rand.NewPCG(16, 3))
	for _, f := range disguised {
		_, format, nameless := strings.Cut(f.format, "nameless ")
		if !nameless {
			format = f.format
		}
		base := []byte(write(t, format, penalties(), Options{}))
		if nameless {
			base = changed(t, base, "xl/workbook.xml", "<definedNames>", "<definedNames><!--")
			base = changed(t, base, "xl/workbook.xml", "</definedNames>", "--></definedNames>")
		}
		right, err := ReadBytes(base, ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		want := map[model.CellID]model.Figure{}
		for _, c := range right.Read {
			want[c.Cell] = c.Value
		}
		text := string(base)
		if f.part != "" {
			text = unzip(t, text)[f.part]
		}
		at := f.figure.FindAllStringSubmatchIndex(text, -1)
		if len(at) < 100 {
			t.Fatalf("%s: %d figures were found", f.format, len(at))
		}
		doubtful := 0
		for range files {
			m, ways := at[random.IntN(len(at))], f.ways[random.IntN(len(f.ways))]
			w := ways[random.IntN(len(ways))]
			fill := func(s string) string {
				if s == "" {
					return ""
				}
				return fmt.Sprintf(s, 10+random.IntN(80))
			}
			made := text[:m[3]] + fill(w.before) + text[m[3]:m[4]] + fill(w.behind) + text[m[4]:]
			if f.rich {
				made = text[:m[3]] + ` t="inlineStr"><is>` + fill(w.before) + `<r><t>` + text[m[4]:m[5]] + `</t></r>` + fill(w.behind) + `</is></c>` + text[m[1]:]
			}
			data := []byte(made)
			if f.part != "" {
				data = changed(t, base, f.part, text, made)
			}
			x, err := ReadBytes(data, ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range x.Read {
				if c.Confidence < model.Sure {
					doubtful++
				} else if c.Value != want[c.Cell] {
					t.Errorf("%s: %s is %s, and sure, with %q", f.format, c.Cell, c.Value, w)
				}
			}
			doubtful += len(x.LeftOut) - len(right.LeftOut)
		}
		if t.Logf("%s: %d files, %d cells in doubt or left out", f.format, files, doubtful); doubtful < files {
			t.Errorf("%s: %d files, and only %d words about them", f.format, files, doubtful)
		}
	}
}
