// SPDX-License-Identifier: Apache-2.0
/** The browser of this machine, for tests that look at pages as people do. */
@NullMarked
package org.mailwarden.devstack.browser;

import org.jspecify.annotations.NullMarked;
