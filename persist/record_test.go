package persist

import (
	"bytes"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"testing"
)

// TestPack: what pack makes is what package zlib reads, with every kind of base, and
// takes no more room than what package zlib makes.
func TestPack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	text := func(n int) []byte {
		out := make([]byte, n)
		for i := range out {
			out[i] = "0123456789年报件"[random.IntN(19)]
		}
		return out
	}
	for _, n := range []int{0, 1, 300, 20_000, window, window + 1, 100_000} {
		data := text(n)
		for name, base := range map[string][]byte{"none": nil, "empty": {}, "alike": append(text(20), data...), "another": text(5_000), "longer than the window": append(text(70_000), data...)} {
			packed, err := pack(data, base)
			if err != nil {
				t.Fatal(err)
			}
			r, err := zlib.NewReaderDict(bytes.NewReader(packed), base)
			if err != nil {
				t.Fatalf("%d bytes, base %s: %v", n, name, err)
			}
			back, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(back, data) {
				t.Errorf("%d bytes, base %s: %d come back, %v", n, name, len(back), err)
			}
			var usual bytes.Buffer
			w, err := zlib.NewWriterLevelDict(&usual, zlib.DefaultCompression, base)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(data)
			w.Close()
			if len(packed) > usual.Len()+usual.Len()/50+8 {
				t.Errorf("%d bytes, base %s: %d packed, zlib %d", n, name, len(packed), usual.Len())
			}
		}
	}
	packed, _ := pack([]byte("年报"), []byte("年"))
	if _, err := unpack(packed, []byte("报")); err == nil {
		t.Error("unpacked on another base")
	}
	packed[len(packed)-1]++
	if _, err := unpack(packed, []byte("年")); err == nil {
		t.Error("unpacked with a wrong checksum")
	}
}
