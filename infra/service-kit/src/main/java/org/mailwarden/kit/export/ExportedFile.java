// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.export;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jboss.logging.Logger;

/** An export as the answer to a request. */
public final class ExportedFile {

    private static final Logger LOG = Logger.getLogger(ExportedFile.class);

    private ExportedFile() {}

    /**
     * Answers with a file to be kept.
     *
     * @param body what writes it
     * @param format as what
     * @param name of the file, without its ending; letters, digits and hyphens
     * @return the answer. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    public static Response of(Export.Body body, Export.Format format, String name) {
        StreamingOutput file = out -> {
            try {
                body.writeTo(out);
            } catch (Export.ClientGone e) {
                LOG.debug("A client broke off an export", e);
            }
        };
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name + "." + format.parameter() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
