package export

import (
	"bytes"
	"slices"
	"testing"

	"nianbao/model"
)

// TestFormatsTakeTheirOptions: an option makes a difference to the formats that the table
// says take it, and to no other. What names a file that isn't there, or an encoding that
// nobody knows, is refused by who takes it.
func TestFormatsTakeTheirOptions(t *testing.T) {
	asked := map[model.FileOption]Options{
		model.OptionBlank:    {Blank: true},
		model.OptionEncoding: {Encoding: "nonsense"},
		model.OptionFont:     {Font: t.TempDir() + "/none.ttf"},
		model.OptionFragment: {Fragment: true},
		model.OptionTemplate: {UnitStyle: model.UnitStyle{Template: t.TempDir() + "/none.docx"}},
	}
	r := sample()
	for _, f := range Formats() {
		for option, o := range asked {
			t.Run(f.Name+" "+string(option), func(t *testing.T) {
				var plain, with bytes.Buffer
				if _, err := Write(&plain, f.Name, r, Options{}); err != nil {
					t.Fatal(err)
				}
				_, err := Write(&with, f.Name, r, o)
				matters := err != nil || !bytes.Equal(plain.Bytes(), with.Bytes())
				if takes := slices.Contains(f.Takes, option); takes != matters {
					t.Errorf("the table says %t, and it makes a difference: %t (%v)", takes, matters, err)
				}
			})
		}
	}
}
