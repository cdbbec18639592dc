package model

import (
	"slices"
	"testing"
)

// TestAsked: every option that only some formats take is asked for by being set, but for
// the empty form, which is no report's file.
func TestAsked(t *testing.T) {
	o := FileOptions{Draft: true, Encoding: "gb18030", Fragment: true, UnitStyle: UnitStyle{Template: "红头.docx"}, Font: "宋体.ttf", Overwrite: true, Blank: true}
	got := o.Asked()
	slices.Sort(got)
	if want := []FileOption{OptionEncoding, OptionFont, OptionFragment, OptionTemplate}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
	if got := (&FileOptions{Draft: true, Overwrite: true}).Asked(); got != nil {
		t.Errorf("options of all formats ask for %v", got)
	}
}

// TestFormatsTaking: formats come in the table's order, none for what none takes.
func TestFormatsTaking(t *testing.T) {
	all := []Format{{Name: "b", Takes: []FileOption{OptionFont}}, {Name: "c"}, {Name: "a", Takes: []FileOption{OptionBlank, OptionFont}}}
	if got := FormatsTaking(OptionFont, all); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("a font suits %v", got)
	}
	if got := FormatsTaking(OptionTemplate, all); got != nil {
		t.Errorf("a template suits %v", got)
	}
}
