namespace Hub.Domain.Submissions;

/// <summary>What the sender wants.</summary>
public enum SubmissionKind
{
    /// <summary>Pengaduan.</summary>
    Complaint,

    /// <summary>Permohonan: one of the services is asked for.</summary>
    Request,

    /// <summary>Permintaan informasi.</summary>
    InformationRequest,

    /// <summary>Aspirasi.</summary>
    Aspiration,

    /// <summary>Laporan: an office or system reports; nobody waits for an answer unless a service says so.</summary>
    Report,
}
