"""Fills every NAME.png of a folder where NAME.mask.png is white, by OpenCV's two methods.

    inpaint.py DIR

writes NAME.telea.png and NAME.ns.png beside them.
"""

import sys
from pathlib import Path

import cv2

RADIUS = 5

for mask_file in sorted(Path(sys.argv[1]).glob("*.mask.png")):
    name = mask_file.name.removesuffix(".mask.png")
    picture = cv2.imread(str(mask_file.with_name(f"{name}.png")))
    mask = cv2.imread(str(mask_file), cv2.IMREAD_GRAYSCALE)
    for method, flag in (("telea", cv2.INPAINT_TELEA), ("ns", cv2.INPAINT_NS)):
        cv2.imwrite(str(mask_file.with_name(f"{name}.{method}.png")), cv2.inpaint(picture, mask, RADIUS, flag))
