// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What many range searches at once are asked with.
 *
 * @param prefixes 1 to 1,000 prefixes, 5 hex digits each, of either case
 */
public record RangeBatch(@Nullable List<@Nullable String> prefixes) {}
