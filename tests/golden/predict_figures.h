#pragma once

#include <array>
#include <filesystem>

#include <QString>

#include "core/image.h"
#include "core/sam/sam.h"
#include "core/segmenter.h"

/// The figures of the public Python reference for every prompt of three photographs.

/// The weights that the figures were made with; another source's may differ.
std::filesystem::path goldenModel();

core::Image photograph(const QString& name);

struct GoldenPicture {
    const char* name;
    int promptCount;
};
constexpr std::array<GoldenPicture, 3> goldenPictures{
    {{"coffee", 6}, {"chelsea", 3}, {"astronaut", 5}}};

/// Fail the test that runs where a figure is missed.
void compareEncoder(const core::sam::Sam& sam, const QString& picture);
void comparePrompts(const core::Segmenter& segmenter, const QString& picture, int promptCount);
