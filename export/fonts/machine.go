package fonts

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// roleNames are the faces' names in GB/T 9704-2012 and on Windows.
var roleNames = [roles]string{"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}

// candidate is a font file by its usual name, in lower case. stand is the
// name of a face that is only like the right one, and said so.
type candidate struct{ file, stand string }

// candidates are the files of each role, the best first: those of Windows and
// Office, 方正's as 麒麟 and 统信 bring them, then free ones of the same style.
var candidates = [roles][]candidate{
	Title: {{file: "fzxbsjw.ttf"}, {file: "方正小标宋简体.ttf"}, {file: "方正小标宋简.ttf"}, {file: "fzxiaobiaosong-b05s.ttf"},
		{file: "fzxbsk.ttf"}, {file: "方正小标宋_gbk.ttf"}},
	Body: {{file: "仿宋_gb2312.ttf"}, {file: "simfang_gb2312.ttf"}, {file: "fangsong_gb2312.ttf"}, {file: "simfang.ttf"},
		{file: "fangsong.ttf"}, {file: "fzfsjw.ttf"}, {file: "fzfsk.ttf"}, {file: "stfangso.ttf"}},
	Hei: {{file: "simhei.ttf"}, {file: "fzhtjw.ttf"}, {file: "fzhtk.ttf"}, {file: "stxihei.ttf", stand: "华文细黑"}},
	Kai: {{file: "楷体_gb2312.ttf"}, {file: "simkai_gb2312.ttf"}, {file: "kaiti_gb2312.ttf"}, {file: "simkai.ttf"},
		{file: "kaiti.ttf"}, {file: "fzktjw.ttf"}, {file: "fzktk.ttf"}, {file: "stkaiti.ttf"},
		{file: "gkai00mp.ttf", stand: "文鼎楷体"}, {file: "ukai.ttc", stand: "文鼎楷体"}, {file: "lxgwwenkai-regular.ttf", stand: "霞鹜文楷"}},
	Song: {{file: "simsun.ttc"}, {file: "simsun.ttf"}, {file: "fzssjw.ttf"}, {file: "fzssk.ttf"}, {file: "stsong.ttf"}},
}

// wide are fonts with characters that are rare elsewhere: first the whole ones of which the
// embedded ones are a part, which Linux brings.
var wide = []string{"notoserifcjk-regular.ttc", "notoserifcjksc-regular.otf", "sourcehanserifsc-regular.otf",
	"notosanscjk-regular.ttc", "notosanscjksc-regular.otf", "sourcehansanssc-regular.otf",
	"simsun.ttc", "simsunb.ttf", "simsunextg.ttf", "msyh.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc", "uming.ttc",
	"droidsansfallbackfull.ttf", "droidsansfallback.ttf", "hanamina.ttf", "hanaminb.ttf", "lxgwwenkai-regular.ttf",
	"seguisym.ttf", "dejavusans.ttf"}

// Machine looks in the folders that hold this machine's fonts.
func Machine() *Finder {
	f := &Finder{}
	add := func(root string, below ...string) {
		if root != "" {
			f.Dirs = append(f.Dirs, filepath.Join(append([]string{root}, below...)...))
		}
	}
	home, _ := os.UserHomeDir() // without one there are no fonts in it
	if runtime.GOOS == "windows" {
		add(os.Getenv("WINDIR"), "Fonts")
		add(os.Getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")
		return f
	}
	add(home, ".local", "share", "fonts")
	add(home, ".fonts")
	add("/usr/local/share/fonts")
	add("/usr/share/fonts")
	return f
}

// scan finds the files with names known here. A folder that can't be read has
// none.
func scan(dirs []string) map[string]string {
	known := map[string]bool{}
	for _, list := range candidates {
		for _, c := range list {
			known[c.file] = true
		}
	}
	for _, name := range wide {
		known[name] = true
	}
	files := map[string]string{}
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if name := strings.ToLower(d.Name()); known[name] && files[name] == "" && !d.IsDir() {
				files[name] = path
			}
			return nil
		})
	}
	return files
}
