package export

import (
	"reflect"
	"strings"
	"testing"

	"nianbao/export/source"
	"nianbao/model"
)

// TestExchangeAtOnce: an exchange file of our own is read without asking what it is, and
// reads, or is refused, as it does where that is asked: a line end of Windows is enough
// for that.
func TestExchangeAtOnce(t *testing.T) {
	texts := map[string]string{}
	for name, r := range map[string]*model.Report{"sample": sample(), "long": long(), "empty": empty()} {
		data, err := model.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(data)
	}
	whole := texts["sample"]
	texts["marked"] = "\ufeff" + whole
	texts["compact"] = strings.ReplaceAll(whole, "\n  ", "")
	texts["cut"] = whole[:len(whole)/2]
	texts["cut at the head"] = whole[:30]
	texts["two"] = whole + whole
	texts["other schema"] = strings.Replace(whole, "nianbao/1", "nianbao/2", 1)
	texts["other form"] = strings.Replace(whole, `"form": "2021"`, `"form": "1921"`, 1)
	texts["other cell"] = strings.Replace(whole, "3.received.natural_person", "3.received.nobody", 1)
	texts["words"] = strings.Replace(whole, "123456", `"十二万"`, 1)
	texts["schema later"] = strings.Replace(whole, `"schema": "nianbao/1",`, "", 1)
	texts["long note"] = strings.Replace(whole, "其中修订16件", strings.Repeat("其中修订16件，", 200), 1)
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			short, long := []byte(text), []byte(strings.Replace(text, "{", "{\r\n", 1))
			if at := source.IsExchange(short); at == (name == "marked" || strings.HasPrefix(name, "schema later") || name == "other schema") || source.IsExchange(long) {
				t.Errorf("at once: %v", at)
			}
			a, errA := ReadBytes(short, ReadOptions{Year: 2022})
			b, errB := ReadBytes(long, ReadOptions{Year: 2022})
			if !reflect.DeepEqual(a, b) || (errA == nil) != (errB == nil) || errA != nil && errA.Error() != errB.Error() {
				t.Errorf("at once %v, %v; else %v, %v", a, errA, b, errB)
			}
		})
	}
	for _, text := range []string{"", "{", `{"schema"`, `{"schema":"nianbao/1`, `["schema":"nianbao/1"]`, `{"schema": "nianbao/1", "unit": "` + "\xd6\xd0" + `"}`, whole + "\x00"} {
		if source.IsExchange([]byte(text)) {
			t.Errorf("%.40q is taken for one", text)
		}
	}
}

// BenchmarkReadExchange reads an exchange file of our own.
func BenchmarkReadExchange(b *testing.B) {
	data, err := model.Encode(long())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := ReadBytes(data, ReadOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
