// SPDX-License-Identifier: Apache-2.0
/** What a policy has people do in time: use the link, replace an old password, enrol a second factor. */
@NullMarked
package org.mailwarden.auth.lifecycle;

import org.jspecify.annotations.NullMarked;
