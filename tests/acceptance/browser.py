"""Opens reports in headless Chromium, without a network, as a phone, a desk and a printer would, and looks at them.

    browser.py REPORT.html[=ANSWER]... [--pages N] [--pictures FOLDER]

What must hold, with everything folded open: nothing on the console, nothing fetched, no horizontal scroll, every text
with the contrast that WCAG 2.1 AA asks for against what is painted behind it (from computed styles, in plots too),
every picture with words for those who cannot see it, no letter of a plot outside of it or under the name of an axis. On paper: at most N pages
before the appendix, each with title and fingerprint, no row, plot or picture cut. ANSWER is what the sentence of the
answer must begin with.
"""

import argparse
import base64
import pathlib
import re
import subprocess
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDTHS = {"phone": (375, 812), "between": (500, 812), "desk": (1280, 900)}

# Contrast of letters against what is painted behind them: backgrounds, and in plots the shapes under their middle and
# their ends. Lines count as nothing, for letters stand on them by intent.
CONTRAST = """
const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
const light = c => { const l = c.slice(0, 3).map(v => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
const painted = e => { const s = getComputedStyle(e);
  if (!(e instanceof SVGElement)) return channels(s.backgroundColor);
  if (['text', 'line', 'polyline', 'svg', 'g', 'title'].includes(e.tagName) || s.fill === 'none') return [0, 0, 0, 0];
  const c = channels(s.fill); return [...c.slice(0, 3), (c[3] ?? 1) * s.fillOpacity * s.opacity]; };
const over = (layers) => layers.reduce((under, c) => { const a = c[3] ?? 1;
  return under.map((v, i) => a * c[i] + (1 - a) * v); }, [255, 255, 255]);
const above = e => { const all = []; for (; e; e = e.parentElement) all.unshift(painted(e)); return all; };
const at = (e, x, y) => { const stack = document.elementsFromPoint(x, y);
  return over(stack.slice(stack.indexOf(e) + 1).reverse().map(painted)); };
const low = []; let looked = 0;
for (const e of document.querySelectorAll('body *')) {
  const letters = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  if (!letters || !e.getClientRects().length || e.closest('title')) continue;
  const style = getComputedStyle(e), svg = e instanceof SVGElement;
  let grounds = [over(above(e))];
  if (svg) {
    let box = e.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) {
      e.scrollIntoView({block: 'center', behavior: 'instant'}); box = e.getBoundingClientRect();
    }
    const y = box.top + box.height / 2, end = Math.min(3, box.width / 4);
    grounds = [box.left + end, box.left + box.width / 2, box.right - end].map(x => at(e, x, y));
  }
  const a = light(channels(svg ? style.fill : style.color));
  const ratio = Math.min(...grounds.map(light).map(b => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)));
  const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
  looked += 1;
  if (ratio < (size >= 24 || (bold && size >= 18.66) ? 3 : 4.5)) low.push(e.textContent.slice(0, 40) + ' ' + ratio);
}
return [looked, low];
"""

# What each plot and each table that is not to be divided writes, and how many pictures there are; then what could be cut though it is not to be.
ON_PAPER = """
const plots = [...document.querySelectorAll('svg.wide')].map(svg => [...svg.querySelectorAll('text')].map(t => t.textContent));
const tables = [...document.querySelectorAll('.whole')].map(e => [...e.querySelectorAll('th, td')].flatMap(
  cell => cell.textContent.match(/(?<!\\S)[a-z]+(?!\\S)/gi) || []));
const whole = [...document.querySelectorAll('figure, tr')].filter(e => getComputedStyle(e).breakInside !== 'avoid');
return [plots.concat(tables), document.querySelectorAll('img').length, whole.length];
"""

# Letters of plots that are outside of them, or under the name of an upright axis.
OUTSIDE = """
const out = []; let looked = 0, smallest = 1e9;
for (const svg of document.querySelectorAll('svg')) {
  if (!svg.getClientRects().length) continue;
  const all = svg.getBoundingClientRect(), zoom = all.width / svg.viewBox.baseVal.width;
  const upright = [...svg.querySelectorAll('text')].filter(t => (t.getAttribute('transform') || '').includes('rotate'));
  for (const title of upright) { // names of upright axes, on no other letters and no colours of a legend
    const a = title.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text, rect')) {
      const b = text.getBoundingClientRect(), key = text.tagName === 'text' || (b.width < 40 && b.height < 40);
      if (key && text !== title && Math.min(a.right, b.right) > Math.max(a.left, b.left) + 1 &&
          Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top) + 1)
        out.push(title.textContent + ' on ' + (text.textContent || 'a legend'));
    }
  }
  for (const text of svg.querySelectorAll('text')) {
    const box = text.getBoundingClientRect(); looked += 1;
    smallest = Math.min(smallest, zoom * parseFloat(text.getAttribute('font-size')));
    if (box.left < all.left - 1 || box.right > all.right + 1 || box.top < all.top - 1 || box.bottom > all.bottom + 1)
      out.push(text.textContent);
  }
}
return [looked, out, smallest];
"""

WORDS = """
const bare = [];
for (const e of document.querySelectorAll('img')) if (!(e.alt || '').trim()) bare.push('img');
for (const e of document.querySelectorAll('svg'))
  if (e.getAttribute('role') !== 'img' || !(e.getAttribute('aria-label') || '').trim()) bare.push('svg');
return [document.querySelectorAll('img, svg').length, bare];
"""


def browser():
    options = Options()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = "/usr/bin/chromium"
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def look(driver, page, name, width, height, pictures):
    """What is wrong with the page at this width."""
    wrong = []
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.get(page)
    folded = driver.execute_script("return [document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    driver.execute_script("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    wrong += [f"console: {entry['message']}" for entry in driver.get_log("browser")]
    fetched = driver.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))")
    wrong += [f"fetched: {address}" for address in fetched]
    seen, has = driver.execute_script("return [document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    if has > seen or folded[1] > folded[0]:
        wrong.append(f"scrolls sideways: {has} px on {seen} px")
    texts, low = driver.execute_script(CONTRAST)
    wrong += [f"contrast: {text}" for text in low]
    letters, outside, smallest = driver.execute_script(OUTSIDE)
    wrong += [f"outside of its plot: {text}" for text in outside]
    if smallest < 9:
        wrong.append(f"letters of a plot are {smallest:.1f} px high")
    count, bare = driver.execute_script(WORDS)
    wrong += [f"a picture without words: {what}" for what in bare]
    if not texts or not letters or not count:
        wrong.append(f"nothing to look at: {texts} texts, {letters} letters of plots, {count} pictures")
    if pictures:
        shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": {
            "x": 0, "y": 0, "width": width, "scale": 1,
            "height": driver.execute_script("return document.documentElement.scrollHeight")}})
        pathlib.Path(pictures, f"{name}.png").write_bytes(base64.b64decode(shot["data"]))
    print(f"{name}: {texts} texts, {letters} texts of plots (least {smallest:.1f} px), {count} pictures, "
          f"{len(wrong)} wrong")
    return [f"{name}: {what}" for what in wrong]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def paper(driver, page, most, pictures):
    """What is wrong with the page on paper."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    driver.get(page)
    plots, images, cuttable = driver.execute_script(ON_PAPER)
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(pictures or folder, "paper.pdf")
        file.write_bytes(base64.b64decode(printed["data"]))
        text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
        listed = subprocess.run(["pdfimages", "-list", file], check=True, capture_output=True, text=True).stdout
    sheets = [squeezed(sheet) for sheet in text.split("\f")[:-1]]
    before = next((n for n, sheet in enumerate(sheets) if "Appendix" in sheet), None)
    wrong = []
    if before is None or before > most:
        wrong.append(f"{before} pages before the appendix, of {len(sheets)}; {most} are allowed")
    title = squeezed(driver.title)
    for number, sheet in enumerate(sheets, 1):
        if title not in sheet or "fingerprints" not in sheet or f"{number}of{len(sheets)}" not in sheet:
            wrong.append(f"page {number} has no title, fingerprint or number of its own")
    for words in plots:
        if not any(all(squeezed(word) in sheet for word in words) for sheet in sheets):
            wrong.append(f"no page has the whole of {words[:2]}")
    drawn = [line for line in listed.splitlines()[2:] if line.split()[2] == "image"]
    if len(drawn) != images:
        wrong.append(f"{images} pictures are on {len(drawn)} places of the paper")
    if cuttable:
        wrong.append(f"{cuttable} rows or figures may be cut")
    print(f"paper: {before} pages and {len(sheets) - (before or 0)} of appendix, {len(plots)} plots and tables, {images} pictures, "
          f"{len(wrong)} wrong")
    return [f"paper: {what}" for what in wrong]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", nargs="+", metavar="REPORT.html[=ANSWER]")
    parser.add_argument("--pages", type=int, default=8, help="on paper before the appendix")
    parser.add_argument("--pictures", help="a folder for what was seen")
    args = parser.parse_args()
    driver = browser()
    wrong = []
    try:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
            "offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
        for report in args.reports:
            file, _, begins = report.partition("=")
            page = pathlib.Path(file).resolve().as_uri()
            print(pathlib.Path(file).name)
            found = []
            for name, (width, height) in WIDTHS.items():
                found += look(driver, page, name, width, height, args.pictures)
            answer = driver.execute_script("return (document.getElementById('answer') || {}).textContent || ''")
            if not answer or not answer.startswith(begins):
                found.append(f"the answer is: {answer}")
            found += paper(driver, page, args.pages, args.pictures)
            wrong += [f"{file}: {what}" for what in found]
    finally:
        driver.quit()
    for what in wrong:
        print("FAILED:", what, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
