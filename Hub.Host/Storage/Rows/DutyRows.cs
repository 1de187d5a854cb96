using Hub.Domain.Duties;

namespace Hub.Host.Storage.Rows;

/// <summary>A <see cref="PeriodicDuty"/> as it is kept.</summary>
public sealed class StoredDuty
{
    public required string Code { get; set; }
    public required string Name { get; set; }
    public required DutyCycle Cycle { get; set; }
    public required int DueDay { get; set; }
    public required DateOnly Since { get; set; }

    /// <summary>Apart by commas, as <see cref="Words"/>.</summary>
    public required string Debtors { get; set; }
    public required string Keeper { get; set; }
    public string? System { get; set; }
    public string Words { get; set; } = "";
    public string? Basis { get; set; }

    /// <summary>It makes no new debts; those that there are stay.</summary>
    public bool Stopped { get; set; }
}

/// <summary>A report of one office for one period that is owed, or was.</summary>
public sealed class StoredDebt
{
    public long Id { get; set; }

    /// <summary>The code of the duty.</summary>
    public required string Duty { get; set; }

    /// <summary>The code of an office or a bureau.</summary>
    public required string Debtor { get; set; }

    /// <summary>The first day of the period.</summary>
    public required DateOnly Period { get; set; }
    public required DateOnly DueOn { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the report came, or a person said that it is not owed any more; null while it is owed.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The ticket that the report became; null where a person ended the debt.</summary>
    public string? Ticket { get; set; }

    /// <summary>Why a person ended it.</summary>
    public string? Reason { get; set; }

    /// <summary>The rung that the debtor was last reminded of (<see cref="DebtReminder"/>).</summary>
    public string? Reminded { get; set; }
    public DateTimeOffset? RemindedAt { get; set; }
}
