package pdf

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"nianbao/export/papertest"
	"nianbao/export/tooltest"
)

// TestArchive: the rules of PDF/A-2a that concern what is written here. There is no free
// validator on the registries.
func TestArchive(t *testing.T) {
	data, _ := write(t, papertest.County(), false)
	checkArchive(t, string(data), "/CIDToGIDMap/Identity")
	checkArchive(t, string(noto(t, papertest.County())), "/CIDFontType0/", "/FontFile3 ", "/Subtype/CIDFontType0C")
}

// checkArchive checks a county's report, which also has what is further named.
func checkArchive(t *testing.T, text string, further ...string) {
	t.Helper()
	if !strings.HasPrefix(text, "%PDF-1.7\n%") || len(text) < 20 || text[10] < 0x80 || text[11] < 0x80 || text[12] < 0x80 || text[13] < 0x80 {
		t.Error("6.1.2: the header has no comment of four bytes above 127")
	}
	if !strings.HasSuffix(text, "%%EOF\n") || !regexp.MustCompile(`/ID\[<[0-9a-f]{32}><[0-9a-f]{32}>\]`).MatchString(text) {
		t.Error("6.1.3: no identifier in the trailer, or something behind its end")
	}
	for _, never := range []string{"/Encrypt", "/JavaScript", "/Launch", "/EmbeddedFiles", "LZWDecode", "/AA", "/OpenAction", "/SMask", "/Transparency", "/NeedAppearances", "/F "} {
		if strings.Contains(text, never) {
			t.Errorf("the file has %s", never)
		}
	}
	for _, always := range append(further, "/Metadata ", "/OutputIntents[", "/MarkInfo<</Marked true>>", "/StructTreeRoot", "/Lang(zh-CN)", "/DisplayDocTitle true", "/ToUnicode", "/FontFile2", "/Tabs/S") {
		if !strings.Contains(text, always) {
			t.Errorf("the file has no %s", always)
		}
	}
	fonts := strings.Count(text, "/Type/FontDescriptor")
	embedded := strings.Count(text, "/FontFile2 ") + strings.Count(text, "/FontFile3 ")
	if fonts == 0 || embedded != fonts || strings.Count(text, "/CIDFontType2") != strings.Count(text, "/CIDToGIDMap/Identity") || strings.Count(text, "/ToUnicode") != fonts {
		t.Error("6.2.11: a font is not embedded, or has no characters")
	}
	packet := regexp.MustCompile(`(?s)<\?xpacket begin.*<\?xpacket end="r"\?>`).FindString(text)
	d := xml.NewDecoder(strings.NewReader(packet))
	values := map[string]string{}
	name := ""
	for {
		token, err := d.Token()
		if err != nil {
			if err.Error() != "EOF" {
				t.Error(err)
			}
			break
		}
		switch x := token.(type) {
		case xml.StartElement:
			name = x.Name.Space + x.Name.Local
		case xml.CharData:
			values[name] += strings.TrimSpace(string(x))
		}
	}
	for name, want := range map[string]string{"http://www.aiim.org/pdfa/ns/id/part": "2", "http://www.aiim.org/pdfa/ns/id/conformance": "A", "http://www.aiim.org/pdfua/ns/id/part": "1", "http://ns.adobe.com/pdf/1.3/Producer": "nianbao"} {
		if values[name] != want {
			t.Errorf("%s is %q", name, values[name])
		}
	}
	if !strings.Contains(packet, papertest.County().FullTitle()) {
		t.Error("6.6.2.2: the metadata has not the title of the information")
	}
}

// TestColours: the profile is as long as it says, and its tags lie within it.
func TestColours(t *testing.T) {
	p := colours()
	u32 := func(i int) int { return int(p[i])<<24 | int(p[i+1])<<16 | int(p[i+2])<<8 | int(p[i+3]) }
	if u32(0) != len(p) || string(p[36:40]) != "acsp" || string(p[16:20]) != "RGB " {
		t.Errorf("the head is % x", p[:40])
	}
	for i := range u32(128) {
		tag := p[132+12*i:]
		from, length := u32(132+12*i+4), u32(132+12*i+8)
		if from%4 != 0 || from+length > len(p) || bytes.Equal(tag[:4], []byte{0, 0, 0, 0}) {
			t.Errorf("tag %q from %d, %d bytes", tag[:4], from, length)
		}
	}
}

// TestReadersTake: poppler finds the metadata, and takes the file as tagged.
func TestReadersTake(t *testing.T) {
	tooltest.Need(t, "pdfinfo")
	data, _ := write(t, papertest.Town(), false)
	if out := run(t, data, "pdfinfo", "{}"); !regexp.MustCompile(`Tagged: +yes`).MatchString(out) || !regexp.MustCompile(`Metadata Stream: +yes`).MatchString(out) || strings.Contains(out, "Error") {
		t.Error(out)
	}
}
