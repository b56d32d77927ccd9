// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.mailwarden.kit.web.Roles;

/** What {@code ./mailwarden doctor} says of the realm and the mail servers, over REST. */
@Path("/api/v1/doctor")
@RunOnVirtualThread
public class DoctorResource {

    private final RealmDoctor doctor;
    private final AppPasswordExamination appPasswords;

    DoctorResource(RealmDoctor doctor, AppPasswordExamination appPasswords) {
        this.doctor = doctor;
        this.appPasswords = appPasswords;
    }

    /**
     * Examines the realm, the mail servers and the file of app passwords now.
     *
     * @return the report
     */
    @GET
    @RolesAllowed(Roles.ADMIN)
    public RealmDoctor.Report examine() {
        return doctor.examine().with(appPasswords.examine());
    }
}
