#!/bin/sh
# dpkg says what it does, rpm how many versions stay.
set -e
case "$1" in
remove | 0)
	cat <<'END'
nianbao 已卸载，年报数据没有删除：
  各人填的在各自的 ~/.local/share/nianbao；用 --data、NIANBAO_DATA 换过地方的，在那个文件夹里；
  管理员在 /etc/nianbao.toml 里写了 data 的，在那个文件夹里。
再安装可以接着用。确实不要了，由本人删除那个文件夹。
END
	;;
esac
