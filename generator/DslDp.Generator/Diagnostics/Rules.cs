using System.Collections.Immutable;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Diagnostics;

/// <summary>
/// Every diagnostic. 1xxx components, 2xxx losses and batch coupling, 3xxx budget and accounting, 4xxx data and use, 5xxx the shape of
/// the declaration. Errors about privacy cannot be configured away, and a refused model gets no training code whatever happens to them.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor BatchStatistics = Error("DSLDP1001", "The component uses statistics of the batch", "Components");
    public static readonly DiagnosticDescriptor UnknownComponent = Error("DSLDP1002", "The component is not known", "Components");
    public static readonly DiagnosticDescriptor NoClippingRule = Error("DSLDP1003", "The gradient of each example is not known here", "Components");
    public static readonly DiagnosticDescriptor UninitialisedNormalization = Warning("DSLDP1004", "The weights of GroupNorm are not set", "Components");

    public static readonly DiagnosticDescriptor MixesExamples = Error("DSLDP2001", "The operation mixes examples", "Examples");
    public static readonly DiagnosticDescriptor ComparesExamples = Error("DSLDP2002", "Examples are compared with each other", "Examples");
    public static readonly DiagnosticDescriptor LossNotPerExample = Error("DSLDP2003", "The loss is not one value an example", "Examples");
    public static readonly DiagnosticDescriptor BatchSizeEntersValue = Error("DSLDP2004", "The batch size enters a value", "Examples");
    public static readonly DiagnosticDescriptor StateBetweenBatches = Error("DSLDP2005", "State is kept between batches", "Examples");
    public static readonly DiagnosticDescriptor ValueLetOut = Error("DSLDP2006", "A private value is let out", "Examples");
    public static readonly DiagnosticDescriptor UnknownOperation = Error("DSLDP2007", "The operation is not shown to treat each example alone", "Examples");
    public static readonly DiagnosticDescriptor UnsupportedCode = Error("DSLDP2008", "The proof does not follow this code", "Examples");
    public static readonly DiagnosticDescriptor ShapeMismatch = Error("DSLDP2009", "The shapes do not fit", "Examples");
    public static readonly DiagnosticDescriptor OverloadTrap = Error("DSLDP2010", "The overload does something else than it seems to", "Examples");
    public static readonly DiagnosticDescriptor AmbiguousNumber = Suggestion("DSLDP2011", "The number is a dimension here", "Examples");

    public static readonly DiagnosticDescriptor InvalidBudget = Error("DSLDP3001", "The privacy budget is not one", "Budget");
    public static readonly DiagnosticDescriptor DeltaTooLarge = Error("DSLDP3002", "δ is too large for the number of records", "Budget");
    public static readonly DiagnosticDescriptor NoPlan = Error("DSLDP3003", "No amount of noise keeps within the budget", "Budget");
    public static readonly DiagnosticDescriptor InvalidTraining = Error("DSLDP3004", "The training settings are not usable", "Budget");
    public static readonly DiagnosticDescriptor WeakGuarantee = Warning("DSLDP3005", "The guarantee is weak", "Budget");
    public static readonly DiagnosticDescriptor AccountantDoesNotFit = Error("DSLDP3006", "The accountant does not fit the sampler or the adjacency", "Budget");

    public static readonly DiagnosticDescriptor NotSealedPartial = Error("DSLDP5001", "A private model is a sealed partial class", "Declaration");
    public static readonly DiagnosticDescriptor NotAModule = Error("DSLDP5002", "A private model derives from a TorchSharp module", "Declaration");
    public static readonly DiagnosticDescriptor LossMissing = Error("DSLDP5003", "A private model has one loss", "Declaration");
    public static readonly DiagnosticDescriptor BatchMissing = Error("DSLDP5004", "The shape of the batch is not declared", "Declaration");
    public static readonly DiagnosticDescriptor AttributeMissing = Error("DSLDP5005", "The budget or the training is not declared", "Declaration");
    public static readonly DiagnosticDescriptor LossSignature = Error("DSLDP5006", "The loss does not fit the model", "Declaration");

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        BatchStatistics, UnknownComponent, NoClippingRule, UninitialisedNormalization,
        MixesExamples, ComparesExamples, LossNotPerExample, BatchSizeEntersValue, StateBetweenBatches, ValueLetOut, UnknownOperation, UnsupportedCode, ShapeMismatch, OverloadTrap, AmbiguousNumber,
        InvalidBudget, DeltaTooLarge, NoPlan, InvalidTraining, WeakGuarantee, AccountantDoesNotFit,
        NotSealedPartial, NotAModule, LossMissing, BatchMissing, AttributeMissing, LossSignature);

    public static DiagnosticDescriptor Of(Reason reason) => reason switch
    {
        Reason.BatchStatistics => BatchStatistics,
        Reason.UnknownComponent => UnknownComponent,
        Reason.NoClippingRule => NoClippingRule,
        Reason.MixesExamples => MixesExamples,
        Reason.ComparesExamples => ComparesExamples,
        Reason.LossNotPerExample => LossNotPerExample,
        Reason.BatchSizeEntersValue => BatchSizeEntersValue,
        Reason.StateBetweenBatches => StateBetweenBatches,
        Reason.ValueLetOut => ValueLetOut,
        Reason.UnsupportedCode => UnsupportedCode,
        Reason.ShapeMismatch => ShapeMismatch,
        Reason.OverloadTrap => OverloadTrap,
        Reason.AmbiguousNumber => AmbiguousNumber,
        _ => UnknownOperation,
    };

    /// <summary>What a person may decide to live with: the model can train, and the message can be configured.</summary>
    private static DiagnosticDescriptor Warning(string id, string title, string category) => Advice(id, title, category, DiagnosticSeverity.Warning);

    /// <summary>What is right as it stands, and easily read as something else.</summary>
    private static DiagnosticDescriptor Suggestion(string id, string title, string category) => Advice(id, title, category, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Advice(string id, string title, string category, DiagnosticSeverity severity) => new(
        id,
        title,
        "{0}; {1}",
        category,
        severity,
        isEnabledByDefault: true,
        description: $"Explained in docs/diagnostics/{id}.md.");

    /// <summary>The message is what is wrong, then what to do.</summary>
    private static DiagnosticDescriptor Error(string id, string title, string category) => new(
        id,
        title,
        "{0}; {1}",
        category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: $"Explained in docs/diagnostics/{id}.md.",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
