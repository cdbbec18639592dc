package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/model"
)

// against compares a reading with the figures that are right: how many are read,
// how many are wrong without a word, how many are doubtful, how many are missing.
func against(x *model.Reading, right *model.Report) (same, wrong, doubtful, missing int, said []string) {
	sheet := model.Evaluate(right)
	read := map[model.CellID]model.ReadCell{}
	for _, c := range x.Read {
		read[c.Cell] = c
	}
	for _, c := range right.Form.Cells() {
		want := sheet.At(c.ID)
		got, ok := read[c.ID]
		switch {
		case !want.Filled():
		case !ok:
			missing++
			said = append(said, string(c.ID)+" missing")
		case got.Confidence < model.Sure:
			doubtful++
			if len(said) < 8 {
				said = append(said, string(c.ID)+" "+got.Value.String()+" "+got.How)
			}
		case got.Value.String() != want.String():
			wrong++
			said = append(said, string(c.ID)+" WRONG "+got.Value.String()+" for "+want.String())
		default:
			same++
		}
	}
	for _, l := range x.LeftOut {
		said = append(said, "left out: "+l.Where+" "+l.What+" "+l.Why)
	}
	return same, wrong, doubtful, missing, said
}

// TestSeenCases reads the pdf files in which something else is written than is
// seen.
func TestSeenCases(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "cases")
	data, err := os.ReadFile(filepath.Join(dir, "2-base.json"))
	if err != nil {
		t.Skip("the files of shared are not here:", err)
	}
	right, err := model.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "2-0[12357]*", "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		x, err := Read(name, ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		same, wrong, doubtful, missing, said := against(x, right)
		t.Logf("%s: %d right, %d wrong, %d doubtful, %d missing\n\t%s", filepath.Base(name), same, wrong, doubtful, missing, strings.Join(said, "\n\t"))
		form := strings.HasPrefix(filepath.Base(name), "acroform")
		if wrong > 0 || missing > 0 || doubtful > 3 && !form {
			t.Errorf("%s: not what is seen", filepath.Base(name))
		}
	}
}
