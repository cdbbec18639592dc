package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"nianbao/export/source"
)

// What a workbook may cost. Programs keep a text once and refer to it from as
// many cells as have it, and so they do with formats; excelize makes each of
// them anew, and fills each row up to its last cell. So what cells stand for is
// counted before it is asked for.
const (
	maxSheets   = 1_000
	maxElements = 600_000    // of the shared texts, and of the styles
	maxFormat   = 1_000      // bytes of a number format; Excel takes 255 characters
	maxFormats  = 64 << 20   // bytes of the formats of all cells together
	maxReach    = 60_000_000 // last columns of all rows together
	maxSlots    = 600_000    // cells of all sheets together, blank or not
	maxInCell   = 10_000     // elements of one cell
)

var errSheets = errors.New("工作簿里的工作表太多，不像一份年报，请核对是不是选错了文件")

// budget is what is left for the sheets of a workbook.
type budget struct {
	texts   []int // lengths of the shared texts
	formats []int // lengths of the number formats, by a cell's style
	spent   struct{ text, format, reach, slots, covered int }
}

// newBudget measures what cells may refer to.
func newBudget(z *source.Zip) (*budget, error) {
	b := &budget{}
	if err := b.measureTexts(z); err != nil {
		return nil, err
	}
	return b, b.measureFormats(z)
}

// elements calls visit for the parts of XML, which is nothing where the part is
// missing; one with more elements than bearable is refused.
func elements(z *source.Zip, part string, visit func(token xml.Token)) error {
	return elementsUpTo(z, part, maxElements, visit)
}

func elementsUpTo(z *source.Zip, part string, most int, visit func(token xml.Token)) error {
	r, err := z.Open(part)
	if r == nil || err != nil {
		return err
	}
	d := source.NewDecoder(r)
	for n := 0; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return r.Close()
		}
		if err != nil {
			return errors.Join(source.ErrDamaged, r.Close())
		}
		if _, ok := token.(xml.StartElement); ok {
			if n++; n > most {
				return errors.Join(errTooLarge, r.Close())
			}
		}
		visit(token)
	}
}

func (b *budget) measureTexts(z *source.Zip) error {
	return elements(z, "xl/sharedStrings.xml", func(token xml.Token) {
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				b.texts = append(b.texts, 0)
			}
		case xml.CharData:
			if n := len(b.texts); n > 0 {
				b.texts[n-1] += len(e)
			}
		}
	})
}

func (b *budget) measureFormats(z *source.Zip) error {
	codes := map[string]int{}
	inCells, long := false, false
	err := elements(z, "xl/styles.xml", func(token xml.Token) {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				n := len(attribute(e, "formatCode"))
				codes[attribute(e, "numFmtId")] = n
				long = long || n > maxFormat
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					b.formats = append(b.formats, codes[attribute(e, "numFmtId")])
				}
			}
		case xml.EndElement:
			inCells = inCells && e.Name.Local != "cellXfs"
		}
	})
	if err == nil && long {
		err = errTooLarge
	}
	return err
}

// cell counts a cell, and what its style costs.
func (b *budget) cell(e xml.StartElement) error {
	b.spent.slots++
	if i, err := strconv.Atoi(attribute(e, "s")); err == nil && i >= 0 && i < len(b.formats) {
		b.spent.format += b.formats[i]
	}
	if b.spent.slots > maxSlots || b.spent.format > maxFormats {
		return errTooLarge
	}
	return nil
}

// shared counts the shared text that a cell refers to.
func (b *budget) shared(index string) error {
	if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(b.texts) {
		b.spent.text += b.texts[i]
	}
	if b.spent.text > source.MaxText {
		return source.ErrTooLong
	}
	return nil
}

// row counts the cells that excelize makes of a row: as many as its last
// column's number.
func (b *budget) row(last int) error {
	if b.spent.reach += last; b.spent.reach > maxReach {
		return errTooLarge
	}
	return nil
}
