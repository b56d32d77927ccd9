// SPDX-License-Identifier: Apache-2.0
/** Raw messages, sealed with a key of their account, on a folder or an S3-compatible store. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.archive;
