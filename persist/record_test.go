package persist

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"

	"nianbao/model"
)

// packedByZlib is what pack did before it used compressors again for any base.
func packedByZlib(t *testing.T, data, base []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := zlib.NewWriterLevelDict(&out, zlib.DefaultCompression, base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestPack: what is packed is zlib's, against any base, whoever reads it, and takes no
// more room than zlib's own; it can't be read against another base, nor damaged.
func TestPack(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 4))
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rng.IntN(256))
		}
		return b
	}
	body, err := encodeReport(sample("侯集镇人民政府", 2025))
	if err != nil {
		t.Fatal(err)
	}
	r := sample("侯集镇人民政府", 2025)
	r.Figures["2.rules.issued"] = model.Count(77)
	edited, err := encodeReport(r)
	if err != nil {
		t.Fatal(err)
	}
	long := bytes.Repeat(body, 9) // more than a window
	bodies := [][]byte{{}, {'x'}, body, edited, long, append(noise(100), long...), noise(40000)}
	for _, data := range bodies {
		for _, base := range append(bodies, nil) {
			packed, err := pack(data, base)
			if err != nil {
				t.Fatal(err)
			}
			z, err := zlib.NewReaderDict(bytes.NewReader(packed), base)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, data) {
				t.Fatalf("zlib reads %d bytes of %d: %v", len(got), len(data), err)
			}
			if got, err := unpack(packed, base); err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%d bytes of %d: %v", len(got), len(data), err)
			}
			if base != nil {
				whole, against, err := packBoth(base, data)
				if err != nil || !bytes.Equal(against, packed) {
					t.Fatal("packed otherwise with its base", err)
				}
				z, err := zlib.NewReader(bytes.NewReader(whole))
				if err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, base) || len(whole) > len(packedByZlib(t, base, nil))+16 {
					t.Fatalf("the base: zlib reads %d bytes of %d in %d: %v", len(got), len(base), len(whole), err)
				}
			}
			if len(base) == 1 {
				continue // zlib's own writer makes what nobody can read of noise against that
			}
			was := packedByZlib(t, data, base)
			if got, err := unpack(was, base); err != nil || !bytes.Equal(got, data) {
				t.Fatalf("zlib's: %d bytes of %d: %v", len(got), len(data), err)
			}
			if len(packed) > len(was)+len(was)/50+8 {
				t.Errorf("%d bytes against %d take %d, with zlib's own writer %d", len(data), len(base), len(packed), len(was))
			}
			if base != nil {
				if _, err := unpack(packed, append(bytes.Clone(base), 'x')); err == nil {
					t.Error("read against another base")
				}
			}
			bad := bytes.Clone(packed)
			bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
			if got, err := unpack(bad, base); err == nil && !bytes.Equal(got, data) {
				t.Error("damage was not seen")
			}
		}
	}
	small, err := pack(body, edited)
	if err != nil || len(small) > 200 {
		t.Errorf("one figure's difference takes %d bytes: %v", len(small), err)
	}
}

// TestPlainBody: a body is read as encoding/json would read it, or by that, and one of
// an earlier version, which had <>& otherwise, too; all have a place for the report.
func TestPlainBody(t *testing.T) {
	r := sample("侯集镇人民政府", 2025)
	r.Title, r.State, r.Text["1"] = "题目 <一> & \"二\"", model.Final, "a<b>&c\n\u2028d"
	r.Stated["3.received.total"] = model.Count(1234)
	r.Printed["3.granted.total"] = model.Count(12)
	data, err := encodeReport(r)
	if err != nil {
		t.Fatal(err)
	}
	var b body
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	earlier, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(earlier, data) {
		t.Error("nothing is otherwise than in earlier versions")
	}
	for data, plain := range map[string]bool{
		string(data): true, string(earlier): true, `{}`: true, `{"title":"a","report":{}}`: true, `{"title":"a","report":null}`: true,
		`{"title":"a","Title":"b"}`: false, `{"title":"a","title":"b"}`: false, `{"title":1}`: false, `{"more":1}`: false, `{"title":"a"`: false, `{"title":"a"}x`: false,
	} {
		got, ok := plainBody([]byte(data))
		if ok != plain {
			t.Errorf("%s: taken %v, want %v", data, ok, plain)
		}
		var want body
		err := json.Unmarshal([]byte(data), &want)
		if ok && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%s: %+v, want %+v, %v", data, got, want, err)
		}
	}
	for _, data := range [][]byte{data, earlier} {
		back, err := decodeReport(data)
		if err != nil || back.Title != r.Title || back.State != r.State || back.Text["1"] != model.CleanText(r.Text["1"]) || back.Stated["3.received.total"] != r.Stated["3.received.total"] || back.Printed["3.granted.total"] != r.Printed["3.granted.total"] {
			t.Errorf("%+v, %v", back, err)
		}
	}
	dense, err := model.EncodeDense(sample("侯集镇人民政府", 2025))
	if err != nil {
		t.Fatal(err)
	}
	otherwise := []byte(`{"title":"题","report":` + string(dense) + `,"stated":{"3.received.total":"1234"}}`)
	if back, err := decodeReport(otherwise); err != nil || back.Title != "题" || back.Stated["3.received.total"] != model.Count(1234) {
		t.Errorf("the report not last: %v, %v", back, err)
	}
	before, err := model.EncodeDense(sample("侯集镇人民政府", 2025)) // until 2026-11 the body had the totals
	if err != nil {
		t.Fatal(err)
	}
	data, err = body{Stated: map[model.CellID]string{"3.received.total": "1234"}}.with(before)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := decodeReport(data); err != nil || back.Stated["3.received.total"] != model.Count(1234) {
		t.Errorf("%v, %v", back, err)
	}
}
