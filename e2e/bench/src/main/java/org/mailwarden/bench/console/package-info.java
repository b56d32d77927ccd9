// SPDX-License-Identifier: Apache-2.0
/** The console in a browser, over databases as large as an organisation's. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.console;
