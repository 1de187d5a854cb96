namespace Hub.Host.Verbs;

/// <summary>What a process says when it ends, as service managers read it (BSD <c>sysexits.h</c>; systemd's <c>RestartPreventExitStatus=78</c>).</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A verb refused or found something wanting.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary><c>EX_SOFTWARE</c>: something unforeseen; it is on the console.</summary>
    public const int Broken = 70;

    /// <summary><c>EX_TEMPFAIL</c>: the store does not answer, the address or the data are taken; starting again may help.</summary>
    public const int TryAgain = 75;

    /// <summary><c>EX_CONFIG</c>: somebody must change a setting first; starting again does not help.</summary>
    public const int Misconfigured = 78;
}
