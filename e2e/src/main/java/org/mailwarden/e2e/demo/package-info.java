// SPDX-License-Identifier: Apache-2.0
/** The demo: the whole job on a sample organisation, told as it happens. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.e2e.demo;
