package chart

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"strings"
	"testing"

	"nianbao/model"
)

func reports() (now, last *model.Report) {
	now, last = model.NewReport(model.Form2021, "侯集镇人民政府<b>", model.Town, 2025), model.NewReport(model.Form2021, "侯集镇人民政府<b>", model.Town, 2024)
	for id, n := range map[model.CellID]int64{"3.granted.natural_person": 310, "3.partial.business": 95, "3.denied_law.research": 31, "3.refused_repeat.natural_person": 12, "3.carried_out.other_org": 7} {
		now.Figures[id], last.Figures[id] = model.Count(n), model.Count(n/2)
	}
	return now, last
}

// TestSVG: well-formed, every figure in it, in words too, and nothing but shapes.
func TestSVG(t *testing.T) {
	now, last := reports()
	for _, before := range []*model.Report{nil, last} {
		var b bytes.Buffer
		if err := WriteSVG(&b, Pictures(now, before, false)); err != nil {
			t.Fatal(err)
		}
		words := ""
		dec := xml.NewDecoder(&b)
		for {
			token, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				if !strings.Contains("svg title desc rect text", x.Name.Local) {
					t.Errorf("element %s", x.Name.Local)
				}
			case xml.CharData:
				words += string(x) + "|"
			}
		}
		for _, want := range []string{"予以公开", "310（68.1%）", "部分公开", "95（20.9%）", "结转下年度", "7（1.5%）", "共 455 件", "侯集镇人民政府<b>"} {
			if !strings.Contains(words, want) {
				t.Errorf("%q is missing: %s", want, words)
			}
		}
		if strings.Contains(words, "（上年）") != (before != nil) || before != nil && !strings.Contains(words, "155（68.6%）") {
			t.Errorf("last year: %s", words)
		}
	}
}

func TestSmallestAndBiggest(t *testing.T) {
	empty := model.NewReport(model.Form2021, "某镇", model.Town, 2025)
	huge := model.NewReport(model.Form2021, "某镇", model.Town, 2025)
	huge.Figures["3.granted.business"] = model.Count(99_999_999_999_999)
	for _, r := range []*model.Report{empty, huge} {
		for _, p := range Pictures(r, huge, false) {
			for _, bar := range p.rects {
				if bar.x+bar.w > barsEnd+1 || bar.w < 1 || bar.y+bar.h > p.h {
					t.Errorf("a bar at %+v of %g×%g", bar, p.w, p.h)
				}
			}
		}
	}
}

func TestPNG(t *testing.T) {
	now, last := reports()
	var first, second bytes.Buffer
	if _, err := WritePNG(&first, Pictures(now, last, false), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := WritePNG(&second, Pictures(now, last, false), ""); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the same pictures give other bytes, %v", err)
	}
	img, err := png.Decode(&first)
	if err != nil || img.Bounds().Dx() != width*pngScale {
		t.Fatal(img.Bounds(), err)
	}
	now.Unit = "某县𠮷局"
	if notes, err := WritePNG(io.Discard, Pictures(now, last, false), ""); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "𠮷") {
		t.Errorf("a character that no font has: %q, %v", notes, err)
	}
	dark := 0
	for y := range img.Bounds().Dy() {
		for x := range labelEnd * pngScale {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				dark++
			}
		}
	}
	if dark < 2000 {
		t.Errorf("%d dark dots where the labels stand", dark)
	}
	if _, err := WritePNG(io.Discard, Pictures(now, last, false), "chart_test.go"); err == nil || !strings.Contains(err.Error(), "chart_test.go") {
		t.Errorf("a file that is no font: %v", err)
	}
}

func BenchmarkPNG(b *testing.B) {
	now, last := reports()
	for b.Loop() {
		if _, err := WritePNG(io.Discard, Pictures(now, last, false), ""); err != nil {
			b.Fatal(err)
		}
	}
}
