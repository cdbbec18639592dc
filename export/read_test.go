package export

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "报告.JSON")
	if _, err := File(path, "json", sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	r, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(figures(r), figures(sample())) {
		t.Error("the figures differ")
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	large := file("large.json", "")
	if err := os.Truncate(large, maxRead+1); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		filepath.Join(dir, "没有.json"): "找不到",
		dir:                           "是文件夹",
		file("报告.docx", "PK"):         "只能读交换文件（.json）",
		file("坏.json", `{"schema": "nianbao/1"`): "不是完整的 JSON",
		file("空.json", ""):                       "不是完整的 JSON",
		file("别的.json", `{"a": 1}`):              "交换文件",
		large:                                    "16 兆",
	} {
		_, err := Read(path)
		checkError(t, err, CodeUnreadable)
		if err != nil && (!strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "unexpected")) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
