// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tags of an account a caller asks to change; the others stay. At least one is named, and none in both lists.
 *
 * @param add tags that it has from now on; absent means none
 * @param remove tags that it has no longer; absent means none
 */
public record TagRequest(
        @Nullable List<String> add, @Nullable List<String> remove) {}
