package pdf

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/export/layout"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// run runs a program on a file that holds data; its name stands for {}.
func run(t *testing.T, data []byte, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{}", path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	complaints := &strings.Builder{}
	cmd.Stderr = complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v\n%s", name, err, complaints)
	}
	return string(out)
}

// TestTextIsCopiedExactly compares what is copied with every line as it was
// placed: no character is lost, changed, or joined by a space that isn't there.
func TestTextIsCopiedExactly(t *testing.T) {
	tooltest.Need(t, "pdftotext")
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "hostile": papertest.Hostile()} {
		data, _ := write(t, r, false)
		text := run(t, data, "pdftotext", "-raw", "{}", "-")
		copied := map[string]bool{}
		for _, l := range strings.Split(strings.ReplaceAll(text, "\f", ""), "\n") {
			copied[strings.TrimSpace(l)] = true
		}
		n := 0
		for _, p := range placedFor(t, r, false).Pages {
			for _, l := range p.Lines {
				if s := strings.TrimSpace(layout.Plain(l.Glyphs)); l.Size >= 16 && !copied[s] {
					t.Errorf("%s: not copied: %q", name, s)
				}
				n++
			}
		}
		if n < 100 {
			t.Errorf("%s: %d lines", name, n)
		}
	}
}

// TestStructure reads the document by its marked structure: all of the text,
// the table's labels and notes and its 200 figures, in order.
func TestStructure(t *testing.T) {
	tooltest.Need(t, "pdfinfo")
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County()} {
		d := paper.Build(r, model.FileOptions{Draft: true})
		data, _ := write(t, r, true)
		var got []string
		kinds := map[string]int{}
		for _, l := range strings.Split(run(t, data, "pdfinfo", "-struct-text", "{}"), "\n") {
			switch l = strings.TrimSpace(l); {
			case strings.HasPrefix(l, `"`):
				got = append(got, strings.Trim(l, `"`))
			case l != "" && !strings.HasPrefix(l, "/"):
				kinds[strings.TrimRight(strings.Fields(l)[0], ":")]++
			}
		}
		want := []string{paper.DraftNotice, d.Title}
		for _, b := range d.Blocks {
			switch x := b.(type) {
			case paper.Heading:
				want = append(want, string(x))
			case paper.Paragraph:
				want = append(want, x.Lead+x.Text)
			case *paper.Table:
				for i, row := range x.Grid() {
					for _, c := range row {
						if c.Row == i {
							want = append(want, c.Text)
						}
					}
				}
				want = append(want, x.Notes...)
			case paper.Signature:
				want = append(want, x.Unit, x.Date)
			}
		}
		// A paragraph over two pages comes in two parts.
		if whole := strings.Join(want, ""); strings.Join(got, "") != whole || name == "town" && !slices.Equal(got, want) {
			t.Errorf("%s:\n%q\ninstead of\n%q", name, got, want)
		}
		if kinds["Table"] != 3 || kinds["TD"] != 200 || kinds["H1"] != 1 || kinds["H2"] != 6 {
			t.Errorf("%s: %v", name, kinds)
		}
	}
}

// TestFiguresStandInTheirCells finds the words of a page where the grid has
// the cells they belong to.
func TestFiguresStandInTheirCells(t *testing.T) {
	tooltest.Need(t, "pdftotext")
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "hostile": papertest.Hostile()} {
		data, _ := write(t, r, false)
		words := wordsOf(t, run(t, data, "pdftotext", "-bbox", "{}", "-"))
		found, next := 0, cellsOf(t, r)
		for _, want := range next {
			text := ""
			for _, w := range words[want.page] {
				if x, y := (w.XMin+w.XMax)/2, (w.YMin+w.YMax)/2; x > want.left && x < want.right && y > want.top && y < want.bottom {
					text += w.Text
					if w.XMin < want.left || w.XMax > want.right {
						t.Errorf("%s: %q leaves its cell", name, w.Text)
					}
				}
			}
			if text = strings.ReplaceAll(text, " ", ""); text != want.text {
				t.Errorf("%s: page %d: %q instead of %q", name, want.page+1, text, want.text)
			}
			found++
		}
		if found != 200 {
			t.Errorf("%s: %d figures", name, found)
		}
	}
}

type word struct {
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMin float64 `xml:"yMin,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

func wordsOf(t *testing.T, bbox string) [][]word {
	t.Helper()
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	// The words' own text may hold what XML does not allow; ours doesn't.
	if err := xml.Unmarshal([]byte(bbox[strings.Index(bbox, "<html"):]), &doc); err != nil {
		t.Fatal(err)
	}
	var pages [][]word
	for _, p := range doc.Pages {
		pages = append(pages, p.Words)
	}
	return pages
}

type cellPlace struct {
	page                     int
	left, right, top, bottom float64
	text                     string
}

// cellsOf lists where each figure's cell was placed, worked out from the
// horizontal rules of the page and not from where the text is.
func cellsOf(t *testing.T, r *model.Report) []cellPlace {
	t.Helper()
	var out []cellPlace
	p := placedFor(t, r, false)
	for i, page := range p.Pages {
		for _, l := range page.Lines {
			if l.Node == nil || l.Node.Tag != "TD" || slices.ContainsFunc(out, func(c cellPlace) bool {
				return c.page == i && l.X > c.left && l.X < c.right && l.Y > c.top && l.Y < c.bottom
			}) {
				continue
			}
			c := cellPlace{page: i, left: 0, right: layout.PageWidth, top: 0, bottom: layout.PageHeight}
			for _, x := range page.Rules {
				inside := func(at, from, to float64) bool { return at > from && at < to }
				switch {
				case x.Y1 == x.Y2 && inside(l.X+1, x.X1, x.X2) && x.Y1 < l.Y:
					c.top = max(c.top, x.Y1)
				case x.Y1 == x.Y2 && inside(l.X+1, x.X1, x.X2):
					c.bottom = min(c.bottom, x.Y1)
				case x.X1 == x.X2 && inside(l.Y-1, x.Y1, x.Y2) && x.X1 < l.X+1:
					c.left = max(c.left, x.X1)
				case x.X1 == x.X2 && inside(l.Y-1, x.Y1, x.Y2):
					c.right = min(c.right, x.X1)
				}
			}
			out = append(out, c)
		}
	}
	n := 0
	for _, b := range paper.Build(r, model.FileOptions{}).Blocks {
		table, ok := b.(*paper.Table)
		if !ok {
			continue
		}
		for i, row := range table.Grid() {
			for _, c := range row {
				if c.Row == i && c.Kind == model.PrintedFigure && n < len(out) {
					out[n].text = c.Text
					n++
				}
			}
		}
	}
	return out
}

func TestFontsAreEmbedded(t *testing.T) {
	tooltest.Need(t, "pdffonts")
	data, _ := write(t, papertest.County(), true)
	lines := strings.Split(strings.TrimSpace(run(t, data, "pdffonts", "{}")), "\n")
	if len(lines) != 4 {
		t.Errorf("%q", lines)
	}
	for _, l := range lines[2:] {
		if !regexp.MustCompile(`^[A-Z]{6}\+Noto\S+ +CID TrueType +Identity-H +yes yes yes `).MatchString(l) {
			t.Error(l)
		}
	}
}

func TestInfoAndBookmarks(t *testing.T) {
	tooltest.Need(t, "pdfinfo", "pdftohtml")
	r := papertest.County()
	data, _ := write(t, r, false)
	info := run(t, data, "pdfinfo", "{}")
	for _, want := range []string{`Title: +` + r.FullTitle(), `Author: +` + r.Unit, `Tagged: +yes`, `Pages: +10`, `Page size: .*A4`} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("no %s in\n%s", want, info)
		}
	}
	if strings.Contains(info, "Date") {
		t.Error("there is a date in the file")
	}
	out := run(t, data, "pdftohtml", "-xml", "-i", "-stdout", "{}")
	_, outline, _ := strings.Cut(out, "<outline>")
	var got []string
	for _, m := range regexp.MustCompile(`<item page="(\d+)">([^<]*)|<(/?)outline>`).FindAllStringSubmatch(outline, -1) {
		switch {
		case m[2] != "":
			got = append(got, m[1]+m[2])
		case m[3] == "":
			got = append(got, "(")
		default:
			got = append(got, ")")
		}
	}
	const want = "1一、总体情况 ( 1(二)依申请公开情况。 1（一）主动公开 3（二）依申请公开 4（三）政府信息管理 5（四）政府信息公开平台建设 6（五）监督保障 ) " +
		"8二、主动公开政府信息情况 9三、收到和处理政府信息公开申请情况 10四、政府信息公开行政复议、行政诉讼情况 " +
		"10五、存在的主要问题及改进情况 ( 10（一）存在的主要问题 10（二）改进情况 ) 10六、其他需要报告的事项 )"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("%s\ninstead of\n%s", s, want)
	}
}

// TestDrawsEveryPage draws the file with a program that complains about faults.
func TestDrawsEveryPage(t *testing.T) {
	tooltest.Need(t, "pdftoppm")
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "hostile": papertest.Hostile()} {
		data, _ := write(t, r, true)
		out := run(t, data, "pdftoppm", "-r", "20", "-gray", "{}") // complaints fail the test
		if pages := strings.Count(out, fmt.Sprintf("P5\n%d %d\n", 166, 234)); pages != len(placedFor(t, r, true).Pages) {
			t.Errorf("%s: %d pages", name, pages)
		}
	}
}
