// SPDX-License-Identifier: Apache-2.0
/** What every REST interface shares: problems, roles, pages. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.web;
