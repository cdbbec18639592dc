package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestBar: what it shows stands in the columns that it says, the rest is told once it can be,
// and at the end nothing of it is left.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	c := &call{Env: &Env{Stderr: &out}}
	p := c.progress("读取文件", 200)
	if p.shown {
		t.Error("a bar in a log")
	}
	p.shown, p.began = true, time.Now().Add(-10*time.Second)
	p.done = 49
	p.Step()
	shown := out.String()
	if want := "\r读取文件 [########......................] 50/200  还要约 31 秒"; shown != want {
		t.Errorf("%q", shown)
	}
	out.Reset()
	p.Step() // too soon
	if out.Len() > 0 {
		t.Errorf("%q", out.String())
	}
	p.tell("坏了一个")
	if said := out.String(); !strings.HasSuffix(said, "\r坏了一个\n") || strings.Trim(said[:len(said)-len("坏了一个\n")], "\r ") != "" {
		t.Errorf("%q", said)
	}
	out.Reset()
	p.End()
	if out.Len() > 0 {
		t.Errorf("%q", out.String())
	}
	if line := p.line(time.Second); strings.Contains(line, "还要") {
		t.Error(line)
	}
	p.done = 1
	if line := p.line(3 * time.Second); !strings.HasSuffix(line, "还要约 10 分钟") {
		t.Error(line)
	}
}
