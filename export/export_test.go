package export

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"unicode"

	"nianbao/model"
)

func TestFormats(t *testing.T) {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
		if f.Ext != "."+f.Name || !strings.Contains(f.Title, f.Name) {
			t.Errorf("format %+v", f)
		}
	}
	if got := strings.Join(names, " "); got != "docx xlsx pdf ofd html md txt csv json svg png" {
		t.Errorf("formats %s", got)
	}
	Formats()[0].Name = "changed"
	if Formats()[0].Name != "docx" {
		t.Error("a caller can change the table")
	}
}

func TestSameReportSameBytes(t *testing.T) {
	for _, f := range Formats() {
		for _, o := range []Options{{}, {Draft: true}} {
			first := write(t, f.Name, sample(), o)
			if second := write(t, f.Name, sample(), o); second != first {
				t.Errorf("%s differs from one time to the next", f.Name)
			}
		}
	}
}

func TestDraftIsMarked(t *testing.T) { // for docx see TestDocxDraftAndSignature
	draft := Options{Draft: true}
	if !strings.HasPrefix(write(t, "md", sample(), draft), "> **草稿") {
		t.Error("the Markdown file does not begin with 草稿")
	}
	if first := htmlBody(t, sample(), draft).kids[0]; first.name != "p" || !strings.HasPrefix(first.words(), "草稿") {
		t.Errorf("the page begins with %q", first.words())
	}
	for _, name := range []string{"html", "md", "txt", "csv", "svg"} {
		if !strings.Contains(write(t, name, sample(), draft), "草稿") {
			t.Errorf("%s: the draft does not say so", name)
		}
		if strings.Contains(write(t, name, sample(), Options{}), "草稿") {
			t.Errorf("%s: the finished file says 草稿", name)
		}
	}
	if write(t, "json", sample(), draft) != write(t, "json", sample(), Options{}) {
		t.Error("the exchange file bears a mark")
	}
}

func TestJSONRoundTrip(t *testing.T) {
	want := sample()
	got, err := model.Decode([]byte(write(t, "json", want, Options{})))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(figures(got), figures(want)) || got.Notes["2.normative.issued"] != "其中修订16件" || got.Date != want.Date {
		t.Error("figures, notes or date differ")
	}
	for key, text := range want.Text {
		if got.Text[key] != model.CleanText(text) {
			t.Errorf("text %s: %q", key, got.Text[key])
		}
	}
}

func TestBlankIsNotZero(t *testing.T) {
	for _, f := range Formats() {
		if f.Name == "docx" {
			continue // see TestDocxFigures
		}
		out := write(t, f.Name, empty(), Options{})
		if strings.Contains(out, ">0<") || strings.Contains(out, "| 0 |") || strings.Contains(out, ": 0,") {
			t.Errorf("%s: a blank cell is written as 0", f.Name)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	_, err := Write(io.Discard, "xlsb", sample(), Options{})
	checkError(t, err, model.CodeUsage)
	if !strings.Contains(err.(*Error).Hint(), "docx、xlsx、pdf、ofd、html、md、txt、csv、json、svg、png") {
		t.Errorf("the hint doesn't name the formats: %s", err.(*Error).Hint())
	}
	for _, f := range Formats() {
		_, err := Write(broken{syscall.ENOSPC}, f.Name, sample(), Options{})
		checkError(t, err, model.CodeFull)
		_, err = Write(broken{io.ErrClosedPipe}, f.Name, sample(), Options{})
		checkError(t, err, model.CodeUnwritable)
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// checkError checks that an error tells a person, in Chinese and in one line,
// what happened and what to do.
func checkError(t *testing.T, err error, code string) {
	t.Helper()
	var e interface {
		Code() string
		Hint() string
	}
	if !errors.As(err, &e) {
		t.Fatalf("error %v without code and hint", err)
	}
	if e.Code() != code {
		t.Errorf("code %s instead of %s: %v", e.Code(), code, err)
	}
	for _, s := range []string{err.Error(), e.Hint()} {
		if !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.Contains(s, "\n") || strings.HasSuffix(s, "。") {
			t.Errorf("not a sentence for the operator: %q", s)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			r := sample()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if _, err := Write(&out, f.Name, r, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(out.Len()))
		})
	}
}

// TestExchangeFileCarriesExplanations, those of a finding, those of others'
// making and those that switch a rule off.
func TestExchangeFileCarriesExplanations(t *testing.T) {
	v := reviewed()
	r := v.Report
	r.Explanations = append(r.Explanations, model.Explanation{Rule: "T2-FEE", Unit: true, Text: "收费口径不同", By: "张三", At: v.Date},
		model.Explanation{Rule: "T2-STOCK", Cell: "2.normative.in_force", Text: "清理"})
	path := filepath.Join(t.TempDir(), "r.json")
	if _, err := File(path, "json", r, Options{}); err != nil {
		t.Fatal(err)
	}
	back := mustRead(t, path)
	if len(back.Explanations) != 4 || !reflect.DeepEqual(back.Explanations, r.Explanations) {
		t.Errorf("%+v instead of\n%+v", back.Explanations, r.Explanations)
	}
}
