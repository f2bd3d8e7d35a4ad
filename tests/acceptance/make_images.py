#!/usr/bin/python3
"""Segmentations as other programs write them: one body with eight labels in many orientations and formats.

    make_images.py FOLDER ITK_CONVERT

nibabel writes the NIfTI files, ITK the MetaImages (itk_convert.cxx, built). expected.csv says what either
of them makes of each file: the volume [mm3] and the centroid [mm, RAS] of each label. The files stored in
tests/cases/images were made so, by nibabel 5.0 and ITK 5.2."""
import csv
import subprocess
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

EDGE = 9.0  # mm


def label_at(world):
    """A lopsided body: thick on the right, thin to the left front, its eight labels 21 to 28 by place."""
    x, y, z = world
    thick = ((x - 30) / 68) ** 2 + ((y + 8) / 62) ** 2 + (z / 74) ** 2 < 1
    thin = ((x + 40) / 75) ** 2 + ((y - 22) / 34) ** 2 + ((z - 22) / 30) ** 2 < 1
    right, above, front = x > 20, z > -5 + 0.2 * y, y > 5 + 0.3 * x
    return np.where(thick | thin, 21 + 4 * right + 2 * above + front, 0).astype(np.uint8)


def sampled(affine, shape):
    index = np.indices(shape).reshape(3, -1)
    world = affine[:3, :3] @ index + affine[:3, 3:]
    return label_at(world).reshape(shape)


def around_body(columns):
    """The affine with these columns (mm per voxel) and the shape that cover the body with room to spare."""
    low, high = np.array([-120.0, -75, -79]), np.array([105.0, 64, 83])
    corners = np.array(np.meshgrid(*zip(low, high))).reshape(3, -1)
    index = np.linalg.inv(columns) @ corners
    first, last = np.floor(index.min(1)) - 1, np.ceil(index.max(1)) + 1
    affine = np.eye(4)
    affine[:3, :3] = columns
    affine[:3, 3] = columns @ first
    return affine, tuple((last - first + 1).astype(int))


def turned(degrees_z, degrees_x):
    a, b = np.radians(degrees_z), np.radians(degrees_x)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return about_z @ about_x


folder, itk_convert = Path(sys.argv[1]), sys.argv[2]
folder.mkdir(parents=True, exist_ok=True)
expected = []


def expect(name, rows):
    expected.extend([name, *row] for row in rows)


def facts(labels, affine):
    cell = abs(np.linalg.det(affine[:3, :3]))
    for label in np.unique(labels[labels > 0]):
        at = affine[:3, :3] @ np.argwhere(labels == label).T + affine[:3, 3:]
        yield [int(label), round(at.shape[1] * cell, 4), *np.round(at.mean(1), 6)]


def write(name, labels, affine, sform=True, qform=False, kind=nib.Nifti1Image, unit="mm", **header):
    scale = {"mm": 1, "micron": 1000, "meter": 0.001}[unit]
    stored = affine.copy()
    stored[:3] *= scale
    image = kind(labels, stored)
    image.header.set_xyzt_units(unit)
    image.set_qform(stored if qform else None, code=1 if qform else 0)
    image.set_sform(stored if sform else None, code=2 if sform else 0)
    for key, value in header.items():
        image.header[key] = value
    nib.save(image, folder / name)
    back = nib.load(folder / name)
    to_mm = back.affine.copy()
    to_mm[:3] /= scale
    expect(name, facts(np.asarray(back.dataobj).round().astype(int).reshape(labels.shape[:3]), to_mm))


def convert(source, name, how):
    said = subprocess.run([itk_convert, folder / source, folder / name, how], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    expect(name, (line.split() for line in said.splitlines()))


plain, shape = around_body(np.diag([EDGE] * 3))
labels = sampled(plain, shape)
write("plain.nii.gz", labels, plain)

# The same voxels, stored from the patient's front to the back, from below to above, from right to left.
order = ((1, -1), (2, 1), (0, -1))
swapped, columns, corner = labels.transpose([axis for axis, _ in order]), np.zeros((3, 3)), plain[:3, 3].copy()
for column, (axis, sign) in enumerate(order):
    columns[axis, column] = sign * EDGE
    if sign < 0:
        swapped = np.flip(swapped, column)
        corner[axis] += EDGE * (shape[axis] - 1)
asymmetric = np.eye(4)
asymmetric[:3, :3], asymmetric[:3, 3] = columns, corner
swapped = np.ascontiguousarray(swapped)
write("asymmetric_sform.nii.gz", swapped, asymmetric)
write("asymmetric_qform.nii.gz", swapped.astype(np.int16), asymmetric, sform=False, qform=True)
write("asymmetric_float.nii.gz", swapped.astype(np.float32), asymmetric, sform=True, qform=True)
write("microns_version_2.nii.gz", swapped, asymmetric, kind=nib.Nifti2Image, unit="micron")
write("metres_pair.hdr", swapped, asymmetric, kind=nib.Nifti1Pair, unit="meter")
write("one_frame.nii.gz", swapped[..., None], asymmetric)
big = nib.Nifti1Image(swapped.astype(">u2"), asymmetric, nib.Nifti1Header(endianness=">"))
big.header.set_data_dtype(">u2")
big.set_sform(asymmetric, 1)
big.header.set_xyzt_units("mm")
nib.save(big, folder / "big_endian.nii.gz")
expect("big_endian.nii.gz", facts(np.asarray(nib.load(folder / "big_endian.nii.gz").dataobj), asymmetric))

anisotropic, shape = around_body(np.diag([5.0, -7.0, 12.0]))
write("anisotropic.nii.gz", sampled(anisotropic, shape), anisotropic)
oblique, shape = around_body(turned(25, -15) @ np.diag([-7.0, 7.0, 8.0]))
write("oblique_sform.nii.gz", sampled(oblique, shape), oblique)
write("oblique_qform.nii.gz", sampled(oblique, shape), oblique, sform=False, qform=True)

# An sform that is right beside a qform that is not.
image = nib.Nifti1Image(swapped, asymmetric)
image.set_sform(asymmetric, 1)
image.header.set_xyzt_units("mm")
image.set_qform(np.diag([EDGE, EDGE, EDGE, 1]), 1)
nib.save(image, folder / "disagreeing.nii.gz")
expect("disagreeing.nii.gz", facts(swapped, asymmetric))

convert("asymmetric_sform.nii.gz", "asymmetric_itk.mha", "compressed")
convert("oblique_sform.nii.gz", "oblique_itk.mha", "compressed")
convert("oblique_qform.nii.gz", "oblique_itk.mhd", "compressed")
convert("anisotropic.nii.gz", "anisotropic_itk.nii.gz", "compressed")
convert("asymmetric_qform.nii.gz", "asymmetric_itk.mhd", "plain")

with open(folder / "expected.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["file", "label", "volume_mm3", "x_mm", "y_mm", "z_mm"])
    writer.writerows(expected)
