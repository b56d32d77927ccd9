// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a combolist import is asked with.
 *
 * @param path the file, inside an import folder
 * @param name how the list is called, at most 100 characters
 * @param leakedAt the day of the leak, absent when unknown
 */
public record CombolistRequest(
        @Nullable String path,
        @Nullable String name,
        @Nullable LocalDate leakedAt) {}
