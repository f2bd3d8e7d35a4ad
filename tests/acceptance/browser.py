"""Opens a report in headless Chromium, without a network, as a phone and as a desk would, and looks at it.

    browser.py REPORT.html [--answer TEXT] [--pictures FOLDER]

What must hold: nothing on the console, nothing fetched, no horizontal scroll, every text with the contrast that
WCAG 2.1 AA asks for (from computed styles), every picture with words for those who cannot see it, no letter of a
plot outside of it, sections under their heads.
"""

import argparse
import base64
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDTHS = {"phone": (375, 812), "desk": (1280, 900)}

# Contrast of what is seen against the nearest background that is not transparent.
CONTRAST = """
const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
const light = c => { const l = c.slice(0, 3).map(v => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
const behind = e => { for (; e; e = e.parentElement) { const c = channels(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
const low = []; let looked = 0;
for (const e of document.querySelectorAll('body *')) {
  const letters = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  if (!letters || !e.getClientRects().length || e.closest('title')) continue;
  const style = getComputedStyle(e), svg = e instanceof SVGElement;
  const a = light(channels(svg ? style.fill : style.color)), b = light(behind(e));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
  looked += 1;
  if (ratio < (size >= 24 || (bold && size >= 18.66) ? 3 : 4.5)) low.push(e.textContent.slice(0, 40) + ' ' + ratio);
}
return [looked, low];
"""

OUTSIDE = """
const out = []; let looked = 0, smallest = 1e9;
for (const svg of document.querySelectorAll('svg')) {
  if (!svg.getClientRects().length) continue;
  const all = svg.getBoundingClientRect(), zoom = all.width / svg.viewBox.baseVal.width;
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
    wrong += [f"console: {entry['message']}" for entry in driver.get_log("browser")]
    fetched = driver.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))")
    wrong += [f"fetched: {address}" for address in fetched]
    seen, has = driver.execute_script("return [document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    if has > seen:
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--answer", help="what the sentence of the answer must begin with")
    parser.add_argument("--pictures", help="a folder for what was seen")
    args = parser.parse_args()
    driver = browser()
    try:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
            "offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
        wrong = []
        for name, (width, height) in WIDTHS.items():
            wrong += look(driver, args.report.resolve().as_uri(), name, width, height, args.pictures)
        answer = driver.execute_script("return (document.getElementById('answer') || {}).textContent || ''")
        if not answer.startswith(args.answer or "") or not answer:
            wrong.append(f"the answer is: {answer}")
    finally:
        driver.quit()
    for what in wrong:
        print("FAILED:", what, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
